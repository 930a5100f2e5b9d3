import type { RequestListener } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { answer, get, limits, redirectTo, resolveTo, serve } from './guarded-fetch.fixture.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { startLocalServer } from './local-server.fixture.ts'

describe('answers', () => {
  test.each([
    [400, false],
    [403, false],
    [404, false],
    [408, true],
    [410, false],
    [429, true],
    [500, true],
    [503, true],
  ])('%i is url_failed, retryable: %s', async (status, retryable) => {
    const server = await serve((_request, response) => response.writeHead(status).end('no'))
    await expect(get(createGuardedFetch({ allowOrigins: [server.origin] }), server.origin)).rejects.toMatchObject({
      code: 'url_failed',
      details: { status },
      retryable,
    })
  })

  test('too large by its header is refused before its body, by its bytes as soon as they are too many', async () => {
    let written = 0
    const server = await serve(async (request, response) => {
      if (request.url === '/announced') return void response.writeHead(200, { 'content-length': 1001 }).flushHeaders()
      while (!response.destroyed) {
        written += 64
        response.write('x'.repeat(64))
        await setTimeout(1)
      }
    })
    const fetchGuarded = createGuardedFetch({ allowOrigins: [server.origin] })
    const tooLarge = { code: 'image_too_large', details: { maxBytes: 1000 }, retryable: false }
    await expect(fetchGuarded(`${server.origin}/announced`, { ...limits, maxBytes: 1000 })).rejects.toMatchObject(
      tooLarge,
    )
    await expect(get(fetchGuarded, `${server.origin}/endless`, { maxBytes: 1000 })).rejects.toMatchObject(tooLarge)
    await setTimeout(50)
    const writtenThen = written
    await setTimeout(50)
    expect(written).toBe(writtenThen)
    expect(written).toBeLessThan(20_000)
  })

  test('leave no connection open, whether read to the end or given up', async () => {
    let open = 0
    const server = await serve((request, response) => {
      open++
      request.socket.once('close', () => open--)
      response.write('x'.repeat(1000))
      setTimeout(20).then(() => response.end('x'))
    })
    const fetchGuarded = createGuardedFetch({ allowOrigins: [server.origin] })
    expect(await get(fetchGuarded, server.origin)).toHaveLength(1001)
    for await (const chunk of (await fetchGuarded(server.origin, limits)).body) {
      expect(chunk.byteLength).toBeGreaterThan(0)
      break
    }
    await setTimeout(100)
    expect(open).toBe(0)
  })

  test('of exactly the limit are not too large', async () => {
    const server = await serve(answer('x'.repeat(1000)))
    const text = await get(createGuardedFetch({ allowOrigins: [server.origin] }), server.origin, { maxBytes: 1000 })
    expect(text).toHaveLength(1000)
  })

  test('that are packed although nobody asked are refused', async () => {
    const server = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'))
    await expect(get(createGuardedFetch({ allowOrigins: [server.origin] }), server.origin)).rejects.toMatchObject({
      code: 'url_failed',
    })
  })

  test('cut off in the middle are failures worth another try', async () => {
    const cut: RequestListener = async (request, response) => {
      if (request.url === '/length') response.writeHead(200, { 'content-length': 100 })
      response.write('half')
      await setTimeout(20)
      if (request.url === '/reset') response.socket?.resetAndDestroy()
      else response.socket?.end()
    }
    const server = await serve(cut)
    for (const path of ['/length', '/chunked', '/reset'])
      await expect(
        get(createGuardedFetch({ allowOrigins: [server.origin] }), server.origin + path),
      ).rejects.toMatchObject({
        name: 'AppError',
        code: 'url_failed',
        retryable: true,
      })
  })

  test('that do not come at all are failures worth another try', async () => {
    const gone = await startLocalServer(answer(''))
    await gone.close()
    const plain = await serve(answer('not TLS'))
    const notTls = plain.origin.replace('http:', 'https:')
    const unknownName = 'http://nowhere.invalid'
    const failing = createGuardedFetch({
      allowOrigins: [gone.origin, notTls],
      resolve: async () => {
        throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })
      },
    })
    for (const url of [gone.origin, notTls, unknownName])
      await expect(get(failing, url)).rejects.toMatchObject({ code: 'url_failed', retryable: true, details: {} })
    const nothing = createGuardedFetch({ allowOrigins: [], resolve: resolveTo() })
    await expect(get(nothing, unknownName)).rejects.toMatchObject({ code: 'url_failed', retryable: true })
  })
})

describe('the deadline', () => {
  const late = { name: 'AppError', code: 'url_timeout', retryable: true }

  test('bounds names, headers, redirects and drips together', async () => {
    const server = await serve(async (request, response) => {
      if (request.url === '/silent') return
      if (request.url === '/loop') {
        await setTimeout(100)
        return redirectTo('/loop')(request, response)
      }
      while (!response.destroyed) {
        response.write('x')
        await setTimeout(10)
      }
    })
    const never = createGuardedFetch({ allowOrigins: [], resolve: () => new Promise(() => undefined) })
    const fetchGuarded = createGuardedFetch({ allowOrigins: [server.origin] })
    await expect(get(never, 'http://slow.example/', { totalTimeoutMs: 200 })).rejects.toMatchObject(late)
    for (const path of ['/silent', '/loop', '/drip'])
      await expect(get(fetchGuarded, server.origin + path, { totalTimeoutMs: 200 })).rejects.toMatchObject(late)
  })

  test('frees a connection whose body nobody reads', async () => {
    let closed = false
    const server = await serve((_request, response) => {
      response.write('x')
      response.on('close', () => {
        closed = true
      })
    })
    await createGuardedFetch({ allowOrigins: [server.origin] })(server.origin, { ...limits, totalTimeoutMs: 100 })
    await setTimeout(300)
    expect(closed).toBe(true)
  })
})

test('the caller’s own signal ends it with its reason, before, during and in the body', async () => {
  const server = await serve((request, response) => void (request.url === '/body' && response.write('x')))
  const fetchGuarded = createGuardedFetch({ allowOrigins: [server.origin] })
  const reason = new Error('no longer wanted')
  await expect(get(fetchGuarded, server.origin, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(server.connections()).toBe(0)
  for (const path of ['/silent', '/body']) {
    const controller = new AbortController()
    const pending = get(fetchGuarded, server.origin + path, { signal: controller.signal })
    await Promise.all([expect(pending).rejects.toBe(reason), setTimeout(50).then(() => controller.abort(reason))])
  }
})
