import { describe, expect, test } from 'vitest'
import { readSettings, SettingsError } from './settings.ts'

describe('the environment', () => {
  test('an empty one gives a studio on loopback without a key', () => {
    const settings = readSettings({})
    expect(settings).toMatchObject({ port: 3000, host: '127.0.0.1', dataDir: './data', publicUrl: null })
    expect(settings.flux).toMatchObject({ apiKey: null, priceMicroUsd: 70_000, timeoutMs: 360_000, concurrency: 3 })
    expect(settings.budget).toEqual({ dayMicroUsd: null, monthMicroUsd: null })
  })

  test.each([
    ['PORT', '80a', 'PORT is "80a", but must be a whole number from 0 to 65535.'],
    ['PORT', '70000', 'PORT is "70000", but must be a whole number from 0 to 65535.'],
    [
      'FLUX_BASE_URL',
      'ftp://x',
      'FLUX_BASE_URL is "ftp://x", but must be an http or https address such as https://api.apiyi.com/v1.',
    ],
    ['FLUX_PRICE_USD', '7c', 'FLUX_PRICE_USD is "7c", but must be a price in dollars such as 0.07.'],
    [
      'FLUX_RESULT_ORIGINS',
      'http://a/b',
      'FLUX_RESULT_ORIGINS is "http://a/b", but must be origins such as http://10.0.0.5:9000, separated by commas.',
    ],
    [
      'FLUX_API_KEY',
      'two words',
      'FLUX_API_KEY is something else, but must be the key of the engine account, without spaces.',
    ],
  ])('%s=%s is refused in one sentence', (name, value, sentence) => {
    expect(() => readSettings({ [name]: value })).toThrow(new SettingsError(sentence))
  })

  test('a studio that is open to the network has to be meant so', () => {
    expect(readSettings({ HOST: '0.0.0.0', FRISKET_NO_SIGN_IN: 'accepted' }).host).toBe('0.0.0.0')
    for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
      expect(readSettings({ HOST: host }).host).toBe(host)
  })

  test('a studio of several processes names a database and a bucket, or neither', () => {
    const url = 'postgres://me:secret@db:5432/frisket'
    expect(readSettings({}).scaledOut).toBeNull()
    expect(readSettings({ DATABASE_URL: url, S3_BUCKET: 'pictures', S3_FORCE_PATH_STYLE: 'true' }).scaledOut).toEqual({
      databaseUrl: url,
      s3: { bucket: 'pictures', endpoint: null, region: 'us-east-1', credentials: null, forcePathStyle: true },
    })
    expect(() => readSettings({ DATABASE_URL: url })).toThrow(
      'DATABASE_URL is set, but S3_BUCKET is not: for a studio of several processes set both,',
    )
    expect(() => readSettings({ S3_BUCKET: 'pictures' })).toThrow('S3_BUCKET is set, but DATABASE_URL is not')
    expect(() => readSettings({ DATABASE_URL: url, S3_BUCKET: 'p1', S3_ACCESS_KEY_ID: 'id' })).toThrow(
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together',
    )
    expect(() => readSettings({ DATABASE_URL: 'mysql://me:secret@db' })).toThrow(
      new SettingsError(
        'DATABASE_URL is something else, but must be an address such as postgres://user:password@host:5432/frisket.',
      ),
    )
  })

  test('a misspelt setting is not ignored', () => {
    expect(() => readSettings({ FRISKET_BUDGET_USD_PER_WEEK: '5' })).toThrow(
      new SettingsError('FRISKET_BUDGET_USD_PER_WEEK is no setting of Frisket: see the table in README.md.'),
    )
    expect(() => readSettings({ FRISKET_NO_SIGN_IN: 'yes' })).toThrow('FRISKET_NO_SIGN_IN is "yes", but must be')
    expect(readSettings({ FRISKET_CHROMIUM: '/usr/bin/chromium' }).port).toBe(3000)
  })
})
