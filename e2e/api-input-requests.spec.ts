// The input table over HTTP: requests for edits, links to import from, and who may ask at all.
import { request as httpRequest, type RequestOptions } from 'node:http'
import { json } from 'node:stream/consumers'
import { expect } from '@playwright/test'
import { whatIsKept } from './data-folder.ts'
import { created, refusal, refused, type Said, saidBy, size } from './input-table.ts'
import { bytesOf, picture } from './pictures.ts'
import { type Studio, startStudio } from './studio.ts'

refused.describe('edits', () => {
  refused('a prompt that is empty, blank, too long or no clean text is prompt_invalid', async ({ table }) => {
    const prompts = [
      '',
      ' \n\t\u3000',
      'x'.repeat(10_001),
      '😀'.repeat(10_001),
      'a\0b',
      'half \ud83d of a pair',
      '\udc00',
      null,
    ]
    for (const prompt of prompts) {
      expect(await saidBy(await table.postEdit({ prompt }))).toEqual({
        status: 400,
        code: 'prompt_invalid',
        field: 'prompt',
      })
    }
  })

  const parameters: Record<string, unknown[]> = {
    seed: [-1, 2_147_483_648, 1.5, '7', true],
    aspectRatio: ['2:7', '7:1', '0:1', '1:0', '-1:2', '16/9', '1.5:1', '', ' 1:1', 7],
    safetyTolerance: [-1, 3, 1.5, '1'],
    outputFormat: ['webp', 'PNG', '', 1],
    engine: ['two words', '', 1],
    after: ['', 'no-id', 7],
  }
  for (const [field, values] of Object.entries(parameters)) {
    refused(`${field} out of its range is parameter_invalid and named`, async ({ table }) => {
      for (const value of values) {
        expect({ value, ...(await saidBy(await table.postEdit({ [field]: value }))) }).toEqual({
          value,
          status: 400,
          code: 'parameter_invalid',
          field,
        })
      }
    })
  }

  refused('a frame that cannot be is parameter_invalid, down to the field', async ({ table }) => {
    const box = { x: 0, y: 0, width: 10, height: 10 }
    const frames: [frame: unknown, field: string][] = [
      ['keep', 'frame'],
      [{ kind: 'crop' }, 'frame.kind'],
      [{ kind: 'keep', context: 201 }, 'frame.context'],
      [{ kind: 'keep', context: 1.5 }, 'frame.context'],
      [{ kind: 'keep', align: 'maybe' }, 'frame.align'],
      [{ kind: 'keep', matchColour: true }, 'frame.matchColour'],
      [{ kind: 'keep', crop: { ...box, width: 0 } }, 'frame.crop.width'],
      [{ kind: 'keep', crop: { ...box, x: 0.5 } }, 'frame.crop.x'],
      [{ kind: 'reframe' }, 'frame.aspectRatio'],
    ]
    for (const [frame, field] of frames) {
      const said = await saidBy(await table.postEdit({ frame }))
      expect({ frame, ...said }).toEqual({ frame, status: 400, code: 'parameter_invalid', field })
    }
  })

  refused('an unknown or doubled field, and JSON that is none, is request_invalid', async ({ table }) => {
    const good = JSON.stringify({ imageId: table.imageId, maskId: table.maskId, prompt: 'a red hat' })
    const bodies = {
      unknown: `${good.slice(0, -1)},"strength":1}`,
      doubled: `${good.slice(0, -1)},"prompt":"a blue hat"}`,
      'doubled in other letters': `${good.slice(0, -1)},"\\u0070rompt":"a blue hat"}`,
      prototype: `${good.slice(0, -1)},"__proto__":{}}`,
      'cut off': good.slice(0, -5),
      'a trailing comma': `${good.slice(0, -1)},}`,
      'two values': good + good,
      nothing: '',
      'a list': '[]',
      null: 'null',
    }
    for (const [name, body] of Object.entries(bodies)) {
      const { status, code } = await saidBy(await table.postJson('/api/edits', body))
      expect({ name, status, code }).toEqual({ name, status: 400, code: 'request_invalid' })
    }
    const notUtf8 = bytesOf(Buffer.concat([Buffer.from(good.slice(0, -2)), Buffer.from([0xff, 0x22, 0x7d])]))
    const said = await saidBy(await table.post('/api/edits', notUtf8, { 'content-type': 'application/json' }))
    expect(said).toEqual({ status: 400, code: 'request_invalid' })
    expect(await saidBy(await table.post('/api/edits', good, { 'content-type': 'text/plain' }))).toMatchObject({
      status: 400,
      code: 'request_invalid',
    })
  })

  refused('an edit beyond the budget is budget_exceeded', async ({ table }) => {
    const poor = await startStudio({ provider: table.provider, env: { FRISKET_BUDGET_USD_PER_DAY: '0.06' } })
    try {
      const image = await picture('png', size)
      const answer = await fetch(`${poor.url}/api/images`, {
        method: 'POST',
        body: image,
        headers: { 'content-type': 'image/png' },
      })
      const body = JSON.stringify({ imageId: created.parse(await answer.json()).id, prompt: 'a red hat' })
      const headers = { 'content-type': 'application/json' }
      const kept = await whatIsKept(poor.dataDir)
      const said = await saidBy(await fetch(`${poor.url}/api/edits`, { method: 'POST', body, headers }))
      expect(said).toEqual({ status: 402, code: 'budget_exceeded' })
      expect(await whatIsKept(poor.dataDir)).toEqual(kept)
    } finally {
      await poor.stop()
    }
  })

  refused('what is not there is not_found', async ({ table }) => {
    const nobody = '00000000000000000000'
    expect(await saidBy(await table.postEdit({ imageId: nobody }))).toEqual({
      status: 404,
      code: 'not_found',
      field: 'imageId',
    })
    expect(await saidBy(await table.postEdit({ maskId: nobody }))).toEqual({
      status: 404,
      code: 'not_found',
      field: 'maskId',
    })
    for (const path of [`/i/${nobody}`, `/api/images/${nobody}`, `/api/edits/${nobody}`]) {
      expect(await saidBy(await fetch(table.studio.url + path))).toEqual({ status: 404, code: 'not_found' })
    }
  })
})

refused.describe('links', () => {
  refused(
    'a link that is not http, or leads inward by any spelling, is url_not_allowed and not followed',
    async ({ table }) => {
      const { port } = new URL(table.studio.url)
      const links = {
        noHttp: 'file:///etc/passwd ftp://example.com/a.png data:image/png;base64,AAAA javascript:1 words',
        ourselves: `${table.studio.url}/i/${table.imageId} http://localhost:${port}/ http://[::1]:${port}/`,
        loopback:
          'http://127.1/ http://2130706433/ http://0x7f000001/ http://[::ffff:127.0.0.1]/ http://0/ http://0.0.0.0/',
        private: 'http://10.0.0.1/ http://172.16.0.1/ http://192.168.1.1/ http://100.64.0.1/ http://[fd00::1]/',
        special:
          'http://169.254.169.254/latest/meta-data/ http://224.0.0.1/ http://[fe80::1]/ http://[64:ff9b::7f00:1]/',
        otherPorts: 'http://1.1.1.1:8080/a.png https://1.1.1.1:22/ http://user:secret@1.1.1.1:81/',
      }
      for (const url of ['', ...Object.values(links).join(' ').split(' ')]) {
        const { status, code } = await saidBy(await table.postUrl(url))
        expect({ url, status, code }).toEqual({ url, status: 400, code: 'url_not_allowed' })
      }
    },
  )

  refused('a redirect is judged like a link, and the sixth is one too many', async ({ table }) => {
    const from = (path: string) => table.postUrl(table.picturesOrigin + path)
    expect(await saidBy(await from(`/redirect?to=${table.studio.url}/i/${table.imageId}`))).toMatchObject({
      status: 400,
      code: 'url_not_allowed',
    })
    expect(await saidBy(await from('/redirect?to=file:///etc/passwd'))).toMatchObject({
      status: 400,
      code: 'url_not_allowed',
    })
    expect(await saidBy(await from('/round-and-round'))).toMatchObject({ status: 400, code: 'url_too_many_redirects' })
  })

  refused('a link to too much, to no picture, or to nothing fails in its own words', async ({ table }) => {
    const from = (path: string) => table.postUrl(table.picturesOrigin + path)
    expect(await saidBy(await from('/large'))).toMatchObject({ status: 413, code: 'image_too_large' })
    expect(await saidBy(await from('/large-unannounced'))).toMatchObject({ status: 413, code: 'image_too_large' })
    expect(await saidBy(await from('/page'))).toMatchObject({ status: 415, code: 'unsupported_image_type' })
    expect(await saidBy(await from('/missing'))).toMatchObject({ status: 502, code: 'url_failed' })
    expect(await saidBy(await from('/cut-off'))).toMatchObject({ status: 502, code: 'url_failed' })
  })

  refused('a body that is not just a link is request_invalid', async ({ table }) => {
    for (const body of ['{}', '{"url":1}', '{"url":"http://example.com/","name":"x"}', '{"url":"a","url":"b"}']) {
      const { status, code } = await saidBy(await table.postJson('/api/images', body))
      const wanted = body === '{}' || body === '{"url":1}' ? 'parameter_invalid' : 'request_invalid'
      expect({ body, status, code }).toEqual({ body, status: 400, code: wanted })
    }
  })
})

refused.describe('who asks', () => {
  const paths = ['/', '/api/images', '/api/events', '/_next/static/nothing.js', '/no/such/page']

  refused('another Host is refused on every path, pages and files included', async ({ table }) => {
    for (const path of paths) {
      for (const host of [
        'evil.example',
        'evil.example:80',
        '127.0.0.1.evil.example',
        'localhost.evil.example',
        '169.254.169.254',
        '',
      ]) {
        const said = await ask(table.studio, { path, method: 'GET', headers: { host } })
        expect({ path, host, ...said }).toEqual({ path, host, status: 421, code: 'host_not_allowed' })
      }
    }
  })

  refused('a foreign or null Origin may change nothing', async ({ table }) => {
    const { host } = new URL(table.studio.url)
    const refused = { status: 403, code: 'origin_not_allowed' }
    for (const method of ['POST', 'DELETE', 'PUT', 'PATCH']) {
      for (const origin of [
        'http://evil.example',
        'null',
        `https://${host}`,
        'http://127.0.0.1:1',
        `${table.studio.url}.evil.example`,
      ]) {
        expect(
          await ask(table.studio, { path: `/api/images/${table.imageId}`, method, headers: { host, origin } }),
        ).toEqual(refused)
      }
      expect(
        await ask(table.studio, { path: '/api/edits', method, headers: { host, 'sec-fetch-site': 'cross-site' } }),
      ).toEqual(refused)
    }
  })
})

/** By hand, because `fetch` sets Host and Origin itself. */
function ask(studio: Studio, call: Pick<RequestOptions, 'path' | 'method' | 'headers'>): Promise<Said> {
  const { hostname, port } = new URL(studio.url)
  return new Promise((resolve, reject) => {
    const request = httpRequest({ ...call, hostname, port, setHost: false }, async (answer) => {
      const { code } = refusal.parse(await json(answer)).error
      resolve({ status: answer.statusCode ?? 0, code })
    })
    request.on('error', reject).end()
  })
}
