// The environment, read once and judged in one place. A wrong value is one sentence: the variable, what it got, what it wants.
import { z } from 'zod'
import { type MicroUsd, parseUsd } from './core/money.ts'

export type Settings = {
  port: number
  host: string
  dataDir: string
  publicUrl: string | null
  flux: {
    apiKey: string | null
    baseUrl: string
    model: string
    priceMicroUsd: MicroUsd
    /** A cheaper one, whose results are finished on `model`. */
    draft: { model: string; priceMicroUsd: MicroUsd } | null
    concurrency: number
    timeoutMs: number
    repeatServerErrors: boolean
    resultOrigins: readonly string[]
  }
  bfl: { apiKey: string | null; baseUrl: string; concurrency: number }
  /** Servers of a private network that may be named in Settings, as origins. */
  engineAllow: readonly string[]
  /** Seals the keys that are typed into Settings; null makes and keeps one in the data folder. */
  secretKey: Uint8Array | null
  budget: { dayMicroUsd: MicroUsd | null; monthMicroUsd: MicroUsd | null }
  fetchAllow: readonly string[]
  allowedHosts: readonly string[]
  /** Null for a studio of one process on its data folder. */
  scaledOut: ScaledOut | null
  /** How long a worker that fell silent keeps its edits. */
  leaseMs: number
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
}

/** What several processes share. */
export type ScaledOut = {
  databaseUrl: string
  s3: {
    bucket: string
    /** Null for Amazon's own. */
    endpoint: string | null
    region: string
    credentials: { accessKeyId: string; secretAccessKey: string } | null
    forcePathStyle: boolean
  }
}

/** Thrown for a wrong environment; its message is meant to be printed as it is. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((n) => n >= min && n <= max)

const httpUrl = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === ''
})

const postgresUrl = z.string().refine((text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''))

const usd = z.string().transform((text, context) => {
  const amount = parseUsd(text)
  if (amount !== null) return amount
  context.addIssue({ code: 'custom' })
  return z.NEVER
})

const modelName = z.string().regex(/^[\x21-\x7e]{1,200}$/)

const key32 = z
  .string()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === 32)

const origins = z
  .string()
  .transform((text) => list(text))
  .refine((all) => all.every((origin) => URL.parse(origin)?.origin === origin))

/** A misspelt name would be ignored, and what it was meant to limit would not be. FRISKET_CHROMIUM is for the tests. */
function refuseUnknown(environment: Readonly<Record<string, string | undefined>>): void {
  const unknown = Object.keys(environment).find(
    (name) => /^(FRISKET|FLUX|BFL|S3)_/.test(name) && !(name in variables) && name !== 'FRISKET_CHROMIUM',
  )
  if (unknown) throw new SettingsError(`${unknown} is no setting of Frisket: see the table in README.md.`)
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

const list = (text: string): string[] =>
  text
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

// Each variable with its default, its parser, and what it wants in words. An empty string counts as not set.
const variables = {
  PORT: [wholeNumber(0, 65_535), '3000', 'a whole number from 0 to 65535'],
  HOST: [z.string().regex(/^[\w.:-]+$/), '127.0.0.1', 'a host name or address to listen on, such as 127.0.0.1'],
  FRISKET_DATA_DIR: [z.string(), './data', 'a folder'],
  FRISKET_PUBLIC_URL: [httpUrl, null, 'an http or https address such as https://studio.example'],
  FLUX_API_KEY: [z.string().regex(/^[\x21-\x7e]+$/), null, 'the key of the engine account, without spaces'],
  FLUX_BASE_URL: [httpUrl, 'https://api.apiyi.com/v1', 'an http or https address such as https://api.apiyi.com/v1'],
  FLUX_MODEL: [modelName, 'flux-kontext-max', 'the name of a model'],
  FLUX_PRICE_USD: [usd, '0.07', 'a price in dollars such as 0.07'],
  FLUX_DRAFT_MODEL: [modelName, null, 'the name of a model'],
  FLUX_DRAFT_PRICE_USD: [usd, null, 'a price in dollars such as 0.035'],
  FLUX_CONCURRENCY: [wholeNumber(1, 100), '3', 'a whole number from 1 to 100'],
  FLUX_TIMEOUT_S: [wholeNumber(1, 3600), '360', 'a whole number of seconds from 1 to 3600'],
  FLUX_REPEAT_500: [z.enum(['never', 'once']), 'never', 'never or once'],
  FLUX_RESULT_ORIGINS: [origins, '', 'origins such as http://10.0.0.5:9000, separated by commas'],
  BFL_API_KEY: [
    z.string().regex(/^[\x21-\x7e]+$/),
    null,
    'the key of an account with Black Forest Labs, without spaces',
  ],
  BFL_BASE_URL: [httpUrl, 'https://api.bfl.ai/v1', 'an http or https address such as https://api.bfl.ai/v1'],
  BFL_CONCURRENCY: [wholeNumber(1, 100), '6', 'a whole number from 1 to 100'],
  FRISKET_ENGINE_ALLOW: [origins, '', 'origins such as http://10.0.0.5:8000, separated by commas'],
  FRISKET_SECRET_KEY: [key32, null, '32 bytes in base64, such as `openssl rand -base64 32` prints'],
  FRISKET_BUDGET_USD_PER_DAY: [usd, null, 'an amount in dollars such as 5.00'],
  FRISKET_BUDGET_USD_PER_MONTH: [usd, null, 'an amount in dollars such as 150.00'],
  FRISKET_FETCH_ALLOW: [origins, '', 'origins such as http://pictures.intranet, separated by commas'],
  FRISKET_ALLOWED_HOSTS: [z.string().transform(list), '', 'host names separated by commas'],
  FRISKET_NO_SIGN_IN: [z.literal('accepted'), null, 'either not set or the word accepted'],
  DATABASE_URL: [postgresUrl, null, 'an address such as postgres://user:password@host:5432/frisket'],
  S3_BUCKET: [z.string().regex(/^[a-z0-9][a-z0-9._-]{1,254}$/i), null, 'the name of a bucket'],
  S3_ENDPOINT: [httpUrl, null, 'an http or https address such as https://s3.example:9000'],
  S3_REGION: [z.string().regex(/^[\w-]+$/), 'us-east-1', 'a region such as us-east-1'],
  S3_ACCESS_KEY_ID: [z.string().regex(/^[\x21-\x7e]+$/), null, 'the id of a key, without spaces'],
  S3_SECRET_ACCESS_KEY: [z.string().regex(/^[\x21-\x7e]+$/), null, 'the secret of that key, without spaces'],
  S3_FORCE_PATH_STYLE: [z.enum(['true', 'false']), 'false', 'true or false'],
  FRISKET_LEASE_S: [wholeNumber(1, 600), '30', 'a whole number of seconds from 1 to 600'],
  FRISKET_LOG: [z.enum(['silent', 'error', 'warn', 'info', 'debug']), 'info', 'silent, error, warn, info or debug'],
} as const satisfies Record<string, readonly [z.ZodType, string | null, string]>

const secrets: ReadonlySet<string> = new Set([
  'FLUX_API_KEY',
  'BFL_API_KEY',
  'FRISKET_SECRET_KEY',
  'DATABASE_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
])

type Variables = typeof variables
type Value<K extends keyof Variables> = z.output<Variables[K][0]> | (null extends Variables[K][1] ? null : never)

type Read = <K extends keyof Variables>(name: K) => Value<K>

/** Processes that share a database must share their pictures, too: one without the other is a mistake. */
function readScaledOut(read: Read): ScaledOut | null {
  const databaseUrl = read('DATABASE_URL')
  const bucket = read('S3_BUCKET')
  if (databaseUrl === null && bucket === null) return null
  if (databaseUrl === null || bucket === null) {
    const [has, lacks] = databaseUrl === null ? ['S3_BUCKET', 'DATABASE_URL'] : ['DATABASE_URL', 'S3_BUCKET']
    throw new SettingsError(
      `${has} is set, but ${lacks} is not: for a studio of several processes set both, for one that keeps all in its data folder neither.`,
    )
  }
  const [accessKeyId, secretAccessKey] = [read('S3_ACCESS_KEY_ID'), read('S3_SECRET_ACCESS_KEY')]
  if ((accessKeyId === null) !== (secretAccessKey === null)) {
    throw new SettingsError('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both or neither.')
  }
  return {
    databaseUrl,
    s3: {
      bucket,
      endpoint: read('S3_ENDPOINT'),
      region: read('S3_REGION'),
      credentials: accessKeyId !== null && secretAccessKey !== null ? { accessKeyId, secretAccessKey } : null,
      forcePathStyle: read('S3_FORCE_PATH_STYLE') === 'true',
    },
  }
}

function readDraft(read: Read): Settings['flux']['draft'] {
  const [model, priceMicroUsd] = [read('FLUX_DRAFT_MODEL'), read('FLUX_DRAFT_PRICE_USD')]
  if (model === null && priceMicroUsd === null) return null
  if (model === null || priceMicroUsd === null) {
    throw new SettingsError('FLUX_DRAFT_MODEL and FLUX_DRAFT_PRICE_USD belong together: set both or neither.')
  }
  if (model === read('FLUX_MODEL')) throw new SettingsError('FLUX_DRAFT_MODEL must be another model than FLUX_MODEL.')
  return { model, priceMicroUsd }
}

/** @throws SettingsError */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read: Read = <K extends keyof Variables>(name: K): Value<K> => {
    const [parser, fallback, wants] = variables[name]
    const given = environment[name]
    const text = given === undefined || given === '' ? fallback : given
    if (text === null) return null as Value<K>
    const parsed = parser.safeParse(text)
    if (parsed.success) return parsed.data as Value<K>
    // A key is never repeated, not even a wrong one.
    const got = secrets.has(name) ? 'something else' : JSON.stringify(given)
    throw new SettingsError(`${name} is ${got}, but must be ${wants}.`)
  }
  refuseUnknown(environment)
  const host = read('HOST')
  const noSignIn = read('FRISKET_NO_SIGN_IN')
  if (!isLoopback(host) && noSignIn === null) {
    throw new SettingsError(
      `HOST is "${host}", but this studio has no sign-in yet and would be open to everyone who reaches it: ` +
        'use 127.0.0.1 behind a proxy that asks who comes, or set FRISKET_NO_SIGN_IN=accepted.',
    )
  }
  return {
    port: read('PORT'),
    host,
    dataDir: read('FRISKET_DATA_DIR'),
    publicUrl: read('FRISKET_PUBLIC_URL')?.replace(/\/+$/, '') ?? null,
    flux: {
      apiKey: read('FLUX_API_KEY'),
      baseUrl: read('FLUX_BASE_URL').replace(/\/+$/, ''),
      model: read('FLUX_MODEL'),
      priceMicroUsd: read('FLUX_PRICE_USD'),
      draft: readDraft(read),
      concurrency: read('FLUX_CONCURRENCY'),
      timeoutMs: read('FLUX_TIMEOUT_S') * 1000,
      repeatServerErrors: read('FLUX_REPEAT_500') === 'once',
      resultOrigins: read('FLUX_RESULT_ORIGINS'),
    },
    bfl: {
      apiKey: read('BFL_API_KEY'),
      baseUrl: read('BFL_BASE_URL').replace(/\/+$/, ''),
      concurrency: read('BFL_CONCURRENCY'),
    },
    engineAllow: read('FRISKET_ENGINE_ALLOW'),
    secretKey: read('FRISKET_SECRET_KEY'),
    budget: {
      dayMicroUsd: read('FRISKET_BUDGET_USD_PER_DAY'),
      monthMicroUsd: read('FRISKET_BUDGET_USD_PER_MONTH'),
    },
    fetchAllow: read('FRISKET_FETCH_ALLOW'),
    allowedHosts: read('FRISKET_ALLOWED_HOSTS'),
    scaledOut: readScaledOut(read),
    leaseMs: read('FRISKET_LEASE_S') * 1000,
    logLevel: read('FRISKET_LOG'),
  }
}
