import { describe, expect, test } from 'vitest'
import { answer, get, limits, redirectTo, resolveTo, serve, textOf } from './guarded-fetch.fixture.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

describe('what is called', () => {
  test('an allowed origin, although it is private, and the answer is told whole', async () => {
    const seen: unknown[] = []
    const server = await serve((request, response) => {
      seen.push([request.method, request.headers.accept, request.headers['accept-encoding'], request.headers.cookie])
      response.setHeader('content-type', 'image/png')
      response.end('picture')
    })
    const fetchGuarded = createGuardedFetch({ allowOrigins: [server.origin] })
    const { status, headers, finalUrl, body } = await fetchGuarded(`${server.origin}/a#b`, {
      ...limits,
      accept: 'image/*',
    })
    expect([status, headers['content-type'], finalUrl, await textOf(body)]).toEqual([
      200,
      'image/png',
      `${server.origin}/a#b`,
      'picture',
    ])
    expect(seen).toEqual([['GET', 'image/*', 'identity', undefined]])
  })

  test('an allowed name, at the address that it resolved to, resolved once', async () => {
    const server = await serve(answer('picture'))
    let asked = 0
    const resolve = async () => {
      asked++
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }]
    }
    const origin = `http://pictures.intranet:${server.port}`
    expect(await get(createGuardedFetch({ allowOrigins: [origin], resolve }), `${origin}/x`)).toBe('picture')
    expect(asked).toBe(1)
  })

  test('a public name is connected to where it was judged, not where it points a moment later', async () => {
    const judged = await serve(answer('judged'), '127.0.0.2')
    let asked = 0
    const fetchGuarded = createGuardedFetch({
      allowOrigins: [],
      resolve: async () => [{ address: asked++ === 0 ? '127.0.0.2' : '127.0.0.1', family: 4 }],
      isPublic: (address) => address === '127.0.0.2',
      ports: [String(judged.port)],
    })
    expect(await get(fetchGuarded, `http://rebinding.example:${judged.port}/`)).toBe('judged')
    await expect(get(fetchGuarded, `http://rebinding.example:${judged.port}/`)).rejects.toMatchObject({
      code: 'url_not_allowed',
    })
  })
})

describe('what is not called', () => {
  const refused = [
    ...[
      'ftp://example.com/a',
      'file:///etc/passwd',
      'data:image/png;base64,AA==',
      'javascript:0',
      '/relative',
      '',
      'http://',
    ],
    ...['http://user@example.com/', 'http://user:pass@example.com/', 'http://:pass@example.com/'],
    ...['http://example.com:22/', 'http://example.com:8080/', 'https://example.com:6379/'],
    ...['http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f000001/', 'http://0177.0.0.1/'],
    ...['http://0x7f.0.0x0.1/', 'http://127.0.0.1./', 'http://0/', 'http://10.0.0.1/', 'https://192.168.1.1/'],
    ...['http://169.254.169.254/latest/meta-data/', 'http://①②⑦.0.0.1/', 'http://[::1]/', 'http://[::]/'],
    ...['http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[0:0:0:0:0:ffff:a9fe:a9fe]/'],
    ...['http://[64:ff9b::7f00:1]/', 'http://[fe80::1]/', 'http://[fd00::1]/', 'http://[2002:7f00:1::]/'],
  ]
  test.each(refused)('%s', async (url) => {
    let asked = 0
    const resolve = async () => {
      asked++
      return []
    }
    await expect(get(createGuardedFetch({ allowOrigins: [], resolve }), url)).rejects.toMatchObject({
      name: 'AppError',
      code: 'url_not_allowed',
      retryable: false,
    })
    expect(asked).toBe(0)
  })

  test.each([
    ['one private address', ['10.0.0.1']],
    ['loopback', ['127.0.0.1']],
    ['a public address beside a private one', ['93.184.216.34', '127.0.0.1']],
    ['a mapped address', ['::ffff:192.168.0.1']],
    ['the metadata service', ['169.254.169.254']],
    ['IPv6 of the site', ['fd00::1']],
  ])('a name that resolves to %s', async (_words, addresses) => {
    const fetchGuarded = createGuardedFetch({ allowOrigins: [], resolve: resolveTo(...addresses) })
    for (const url of ['http://evil.example/', 'https://evil.example/', 'http://localhost/'])
      await expect(get(fetchGuarded, url)).rejects.toMatchObject({ code: 'url_not_allowed' })
  })

  test('an origin that differs from an allowed one only in port, scheme or name', async () => {
    const server = await serve(answer('secret'))
    const fetchGuarded = createGuardedFetch({ allowOrigins: [server.origin] })
    for (const url of [
      `http://127.0.0.1:${server.port + 1}/`,
      `https://127.0.0.1:${server.port}/`,
      'http://127.0.0.1/',
    ])
      await expect(get(fetchGuarded, url)).rejects.toMatchObject({ code: 'url_not_allowed' })
    await expect(get(fetchGuarded, `http://localhost:${server.port}/`)).rejects.toMatchObject({
      code: 'url_not_allowed',
    })
    expect(server.connections()).toBe(0)
  })
})

describe('redirects', () => {
  test('are followed from an allowed origin to an allowed one, relative ones too', async () => {
    const end = await serve(answer('picture'))
    const middle = await serve((request, response) =>
      request.url === '/start'
        ? redirectTo('next', 307)(request, response)
        : redirectTo(`${end.origin}/end`)(request, response),
    )
    const fetchGuarded = createGuardedFetch({ allowOrigins: [middle.origin, end.origin] })
    const { finalUrl, body } = await fetchGuarded(`${middle.origin}/start`, limits)
    expect([finalUrl, await textOf(body)]).toEqual([`${end.origin}/end`, 'picture'])
  })

  test('five are followed, a sixth is not', async () => {
    const server = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('picture')
      else redirectTo(`/${left - 1}`)(request, response)
    })
    const fetchGuarded = createGuardedFetch({ allowOrigins: [server.origin] })
    expect(await get(fetchGuarded, `${server.origin}/5`)).toBe('picture')
    await expect(get(fetchGuarded, `${server.origin}/6`)).rejects.toMatchObject({ code: 'url_too_many_redirects' })
  })

  test('into the house are refused at whatever hop they come', async () => {
    const inside = await serve(answer('secret'))
    const targets = [
      `${inside.origin}/`,
      'http://169.254.169.254/',
      'http://[::1]/',
      'file:///etc/passwd',
      '//10.0.0.1/',
      'http://a@b/',
    ]
    for (const target of targets) {
      const outside = await serve((request, response) =>
        request.url === '/' ? redirectTo('/again')(request, response) : redirectTo(target)(request, response),
      )
      const fetchGuarded = createGuardedFetch({ allowOrigins: [outside.origin] })
      await expect(get(fetchGuarded, outside.origin)).rejects.toMatchObject({ code: 'url_not_allowed' })
    }
    expect(inside.connections()).toBe(0)
  })

  test('from elsewhere do not reach an allowed private origin, not even by way of another', async () => {
    const inside = await serve(answer('secret'))
    const elsewhere = await serve((_request, response) => redirectTo(inside.origin)(_request, response), '127.0.0.2')
    const start = await serve(redirectTo(elsewhere.origin))
    const fetchGuarded = createGuardedFetch({
      allowOrigins: [inside.origin, start.origin],
      isPublic: (address) => address === '127.0.0.2',
      ports: [String(elsewhere.port), String(inside.port)],
    })
    expect(await get(fetchGuarded, inside.origin)).toBe('secret')
    const before = inside.connections()
    for (const url of [elsewhere.origin, start.origin])
      await expect(get(fetchGuarded, url)).rejects.toMatchObject({ code: 'url_not_allowed' })
    expect([inside.connections() - before, elsewhere.connections()]).toEqual([0, 2])
  })

  test('without a place to go are a failed answer', async () => {
    const server = await serve((_request, response) => response.writeHead(302).end())
    await expect(get(createGuardedFetch({ allowOrigins: [server.origin] }), server.origin)).rejects.toMatchObject({
      code: 'url_failed',
      details: { status: 302 },
    })
  })
})
