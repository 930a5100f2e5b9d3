import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { receiveUpload, type Upload } from './intake.ts'
import { type NodeServer, startNodeServer } from './node-server.fixture.ts'

const maxBytes = 300_000
const picture = Buffer.alloc(200_000, 'picture')

let server: NodeServer
let scratchFolder: string
/** What became of each upload, since a client that went away hears of nothing. */
let outcomes: unknown[]

beforeAll(async () => {
  server = await startNodeServer(async (request) => {
    const receiving = receiveUpload(request, { scratchFolder, maxBytes })
    receiving.then(
      (upload) => outcomes.push(upload),
      (error: unknown) => outcomes.push(error),
    )
    return receiving
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  scratchFolder = await mkdtemp(join(tmpdir(), 'frisket-intake-'))
  outcomes = []
  return () => rm(scratchFolder, { recursive: true, force: true })
})

type Sent = { body: Buffer | Readable; headers?: Record<string, string>; path?: string }

/** Sends all of a body before it reads the answer, like a browser. */
async function send({ body, headers = {}, path = '/api/images' }: Sent) {
  const outgoing = httpRequest(server.origin + path, { method: 'POST', headers })
  const answered = once(outgoing, 'response')
  const chunks = Buffer.isBuffer(body) ? [body] : body
  for await (const chunk of chunks) if (!outgoing.write(chunk)) await once(outgoing, 'drain')
  outgoing.end()
  const [response] = await answered
  return JSON.parse(await text(response))
}

const boundary = 'X-BOUNDARY'
const formHeaders = { 'content-type': `multipart/form-data; boundary=${boundary}` }
const part = (headers: string, body: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')])
const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
const file = (name: string, body: Buffer | string, field = 'file'): Buffer =>
  part(`Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: image/png`, body)

async function expectStored(upload: Upload, name: string | null) {
  expect(upload).toEqual({ path: upload.path, bytes: picture.length, name })
  expect((await readFile(upload.path)).equals(picture)).toBe(true)
  expect(await readdir(scratchFolder)).toEqual([upload.path.slice(scratchFolder.length + 1)])
}

describe('stored whole, with its name', () => {
  test.each([
    ['image/png', '', null],
    ['image/jpeg', '?name=cat.jpg', 'cat.jpg'],
    ['IMAGE/WebP; charset=binary', '?name=%E7%8C%AB.webp', '猫.webp'],
    ['application/octet-stream', '?name=..%2F..%2Fetc%2Fpasswd', 'passwd'],
    ['image/svg+xml', '?name=', null],
  ])('raw, as %s%s', async (type, query, name) => {
    const headers = { 'content-type': type }
    await expectStored(await send({ body: picture, headers, path: `/api/images${query}` }), name)
  })

  test('raw, in chunks of unknown number', async () => {
    const chunks = Array.from({ length: 40 }, (_, i) => picture.subarray(i * 5_000, (i + 1) * 5_000))
    await expectStored(await send({ body: Readable.from(chunks), headers: { 'content-type': 'image/png' } }), null)
  })

  test.each([
    ['plain', 'filename="cat.png"', 'cat.png'],
    ['UTF-8 as browsers send it', 'filename="猫 und Hütte.png"', '猫 und Hütte.png'],
    ['RFC 5987', 'filename="x.png"; filename*=UTF-8\'\'%e7%8c%ab%20%22.png', '猫 ".png'],
    ['a path', 'filename="C:\\\\fakepath\\\\cat.png"', 'cat.png'],
    ['another path', 'filename="../../cat.png"', 'cat.png'],
  ])('a form whose file name is %s', async (_words, parameter, name) => {
    const disposition = `Content-Disposition: form-data; name="file"; ${parameter}\r\nContent-Type: image/png`
    await expectStored(await send({ body: form(part(disposition, picture)), headers: formHeaders }), name)
  })

  test('a form whose file has no name', async () => {
    const unnamed = part(
      'Content-Disposition: form-data; name="file"\r\nContent-Type: application/octet-stream',
      picture,
    )
    await expectStored(await send({ body: form(unnamed), headers: formHeaders }), null)
  })

  test('a form that arrives a few bytes at a time', async () => {
    const whole = form(file('cat.png', picture))
    const sizes = Array.from({ length: Math.ceil(whole.length / 997) }, (_, i) =>
      whole.subarray(i * 997, (i + 1) * 997),
    )
    await expectStored(await send({ body: Readable.from(sizes), headers: formHeaders }), 'cat.png')
  })

  test('a form made by the platform itself', async () => {
    const body = new FormData()
    body.set('file', new File([picture], 'cat.png', { type: 'image/png' }))
    const response = await fetch(`${server.origin}/api/images`, { method: 'POST', body })
    await expectStored(JSON.parse(await response.text()), 'cat.png')
  })

  test('a picture of exactly the limit', async () => {
    const body = Buffer.alloc(maxBytes)
    expect(await send({ body, headers: { 'content-type': 'image/png' } })).toMatchObject({ bytes: maxBytes })
    expect(await send({ body: form(file('a', body)), headers: formHeaders })).toMatchObject({ bytes: maxBytes })
  })
})

describe('refused, and nothing stays behind', () => {
  const raw = { 'content-type': 'image/png' }
  const unfinished = form(file('a', picture)).subarray(0, -60)
  const boundaryless = { 'content-type': 'multipart/form-data' }
  const invalid = { code: 'request_invalid' }

  test.each<[string, Sent, object]>([
    ['an empty body', { body: Buffer.alloc(0), headers: raw }, { code: 'image_empty' }],
    ['an empty file', { body: form(file('a', '')), headers: formHeaders }, { code: 'image_empty' }],
    ['too large, raw', { body: Buffer.alloc(maxBytes + 1), headers: raw }, { code: 'image_too_large' }],
    [
      'too large, in a form',
      { body: form(file('a', Buffer.alloc(maxBytes + 1))), headers: formHeaders },
      { code: 'image_too_large' },
    ],
    [
      'an endless preamble',
      { body: Buffer.alloc(maxBytes + 100_000), headers: formHeaders },
      { code: 'image_too_large' },
    ],
    ['no type', { body: picture }, { ...invalid, field: 'Content-Type' }],
    [
      'a web form',
      { body: picture, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      { ...invalid, field: 'Content-Type' },
    ],
    [
      'another multipart',
      { body: picture, headers: { 'content-type': 'multipart/mixed; boundary=x' } },
      { ...invalid, field: 'Content-Type' },
    ],
    [
      'a PDF by its own word',
      { body: picture, headers: { 'content-type': 'application/pdf' } },
      { code: 'unsupported_image_type' },
    ],
    ['a form without boundary', { body: form(file('a', picture)), headers: boundaryless }, invalid],
    ['a form that is none', { body: picture, headers: formHeaders }, invalid],
    ['a form without end', { body: unfinished, headers: formHeaders }, invalid],
    ['a form with broken part headers', { body: form(part('\u0000: x', picture)), headers: formHeaders }, invalid],
    ['a form with nothing in it', { body: form(), headers: formHeaders }, { ...invalid, field: 'file' }],
    [
      'two files',
      { body: form(file('a', picture), file('b', picture)), headers: formHeaders },
      { ...invalid, field: 'file' },
    ],
    [
      'a file in another field',
      { body: form(file('a', picture, 'image')), headers: formHeaders },
      { ...invalid, field: 'image' },
    ],
    [
      'another field after the file',
      {
        body: form(file('a', picture), part('Content-Disposition: form-data; name="prompt"', 'x')),
        headers: formHeaders,
      },
      { ...invalid, field: 'prompt' },
    ],
    [
      'another field before the file',
      {
        body: form(part('Content-Disposition: form-data; name="prompt"', 'x'), file('a', picture)),
        headers: formHeaders,
      },
      { ...invalid, field: 'prompt' },
    ],
    [
      'text in place of the file',
      { body: form(part('Content-Disposition: form-data; name="file"', 'x')), headers: formHeaders },
      { ...invalid, field: 'file' },
    ],
  ])('%s', async (_words, sent, refusal) => {
    expect(await send(sent)).toEqual(refusal)
    expect(await readdir(scratchFolder)).toEqual([])
  })

  test.each([
    ['announced', 'Content-Length: 50000000', '', ''],
    ['not announced', 'Transfer-Encoding: chunked', 'f4240\r\n', '\r\n'],
  ])('much too large, %s: a client that sends everything first gets its answer, and can ask again', async (...row) => {
    const [, header, before, after] = row
    const megabyte = Buffer.concat([Buffer.from(before), Buffer.alloc(1_000_000), Buffer.from(after)])
    const socket = connect(server.port, '127.0.0.1')
    let answers = ''
    socket.on('data', (data) => {
      answers += data
    })
    for (const refusals of [1, 2]) {
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n${header}\r\n\r\n`)
      for (let i = 0; i < 50; i++) if (!socket.write(megabyte)) await once(socket, 'drain')
      if (before) socket.write('0\r\n\r\n')
      while (answers.split('image_too_large').length <= refusals) await setTimeout(5)
    }
    socket.destroy()
    expect(await readdir(scratchFolder)).toEqual([])
  })

  test('too large by its own word, before a byte of it has come', async () => {
    const socket = connect(server.port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 300001\r\n\r\n')
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toContain('image_too_large')
    socket.destroy()
  })

  test.each([
    ['a raw body', 'Content-Type: image/png', ''],
    [
      'a form',
      `Content-Type: ${formHeaders['content-type']}`,
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`,
    ],
  ])('a client that goes away in the middle of %s', async (_words, header, start) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${header}\r\nContent-Length: 200000\r\n\r\n${start}`)
    socket.write(picture.subarray(0, 100_000))
    while ((await readdir(scratchFolder)).length === 0) await setTimeout(5)
    socket.destroy()
    while (outcomes.length === 0) await setTimeout(5)
    expect(outcomes).toMatchObject([{ name: 'AppError', code: 'request_invalid' }])
    expect(await readdir(scratchFolder)).toEqual([])
  })

  test('a disk that does not take it', async () => {
    await rm(scratchFolder, { recursive: true })
    for (const sent of [
      { body: picture, headers: raw },
      { body: form(file('a', picture)), headers: formHeaders },
    ])
      expect(await send(sent)).toEqual({ code: 'storage_failed' })
  })
})

test.each([
  ['raw', { 'content-type': 'image/png' }, '', ''],
  [
    'in a form',
    formHeaders,
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`,
    `\r\n--${boundary}--\r\n`,
  ],
])('%s: the client is never far ahead of the disk, so memory is bounded', async (_words, headers, before, after) => {
  const bytes = 15_000_000
  let sent = 0
  let furthestAhead = 0
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(before)),
    pull(controller) {
      const [name] = readdirSync(scratchFolder)
      furthestAhead = Math.max(furthestAhead, sent - (name ? statSync(join(scratchFolder, name)).size : 0))
      sent += 50_000
      controller.enqueue(new Uint8Array(50_000))
      if (sent < bytes) return
      controller.enqueue(Buffer.from(after))
      controller.close()
    },
  })
  const streaming: object = { body, duplex: 'half' }
  const request = new Request('http://localhost/', { method: 'POST', headers, ...streaming })
  expect(await receiveUpload(request, { scratchFolder, maxBytes: 20_000_000 })).toMatchObject({ bytes })
  expect(furthestAhead).toBeLessThan(1_000_000)
})
