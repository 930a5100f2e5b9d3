import { describe, expect, test } from 'vitest'
import { checkHost, checkOrigin } from './guard.ts'

describe('Host', () => {
  const local = { host: '127.0.0.1', publicUrl: null, allowedHosts: [] }
  const lan = { ...local, host: '192.168.1.5' }
  const container = { ...local, host: '0.0.0.0' }
  const behindProxy = { ...local, publicUrl: 'https://studio.example/frisket' }
  const publicPort = { ...local, publicUrl: 'https://studio.example:8443' }
  const extra = { ...local, allowedHosts: ['frisket.lan', 'Other.lan:8080', 'fd00::5'] }

  test.each([
    [local, '127.0.0.1:3000'],
    [local, '127.0.0.1'],
    [local, 'localhost:8080'],
    [local, 'LOCALHOST:3000'],
    [local, '[::1]:3000'],
    [{ ...local, host: 'localhost' }, '127.0.0.1:3000'],
    [{ ...local, host: '::1' }, 'localhost:3000'],
    [{ ...local, host: '127.0.0.5' }, '127.0.0.5:3000'],
    [lan, '192.168.1.5:3000'],
    [container, 'localhost:3000'],
    [{ ...local, host: '::' }, 'localhost:3000'],
    [{ ...local, host: 'fd00::7' }, '[fd00::7]:3000'],
    [{ ...local, host: 'Studio.lan' }, 'studio.lan:3000'],
    [behindProxy, 'studio.example'],
    [behindProxy, 'Studio.Example:443'],
    [publicPort, 'studio.example:8443'],
    [extra, 'frisket.lan'],
    [extra, 'FRISKET.lan:1234'],
    [extra, 'other.lan:8080'],
    [extra, '[fd00::5]:3000'],
  ])('%o lets %s pass', (settings, hostHeader) => {
    expect(checkHost({ ...settings, hostHeader })).toBeNull()
  })

  test.each([
    [local, null],
    [local, ''],
    [local, 'evil.example:3000'],
    [local, '127.0.0.1.evil.example:3000'],
    [local, 'localhost.evil.example'],
    [local, '127.0.0.1.nip.io:3000'],
    [local, 'evil-localhost'],
    [local, 'app.localhost:3000'],
    [local, 'localhost.:3000'],
    [local, '127.0.0.1.:3000'],
    [local, '127.1'],
    [local, '2130706433'],
    [local, '0x7f.0.0.1'],
    [local, '0.0.0.0:3000'],
    [local, '[::]:3000'],
    [local, '[0:0:0:0:0:0:0:1]:3000'],
    [local, '[::ffff:127.0.0.1]:3000'],
    [local, '192.168.1.5:3000'],
    [local, 'localhost@evil.example'],
    [local, 'evil.example@localhost'],
    [local, 'user:pass@localhost:3000'],
    [local, 'localhost:3000/evil.example'],
    [local, 'localhost#evil'],
    [local, 'localhost?evil'],
    [local, 'localhost\\evil'],
    [local, 'localhost, evil.example'],
    [local, 'localhost evil'],
    [local, ' localhost'],
    [local, 'localhost:'],
    [local, 'localhost:123456'],
    [local, 'localhost:3000:3000'],
    [local, 'ｌocalhost'],
    [local, '%6cocalhost'],
    [lan, 'localhost:3000'],
    [lan, '192.168.1.50:3000'],
    [container, '192.168.1.5:3000'],
    [container, 'evil.example'],
    [behindProxy, 'studio.example.'],
    [behindProxy, 'www.studio.example'],
    [publicPort, 'studio.example'],
    [extra, 'other.lan'],
    [extra, 'other.lan:8081'],
    [extra, 'sub.frisket.lan'],
  ])('%o refuses %j', (settings, hostHeader) => {
    expect(checkHost({ ...settings, hostHeader })).toBe('host_not_allowed')
  })
})

describe('Origin', () => {
  const post = {
    method: 'POST',
    origin: 'http://localhost:3000',
    secFetchSite: null,
    hostHeader: 'localhost:3000',
    publicUrl: null,
    hasSessionCookie: false,
  }
  const proxied = { ...post, hostHeader: 'studio.example', publicUrl: 'https://studio.example' }

  test.each([
    post,
    { ...post, hasSessionCookie: true },
    { ...post, secFetchSite: 'same-origin' },
    { ...post, hostHeader: 'LOCALHOST:3000' },
    { ...post, origin: 'http://localhost', hostHeader: 'localhost:80' },
    { ...post, origin: 'http://[::1]:3000', hostHeader: '[::1]:3000' },
    { ...post, origin: null },
    { ...post, origin: null, secFetchSite: 'none' },
    { ...post, origin: null, secFetchSite: 'same-origin' },
    { ...proxied, origin: 'https://studio.example' },
    { ...proxied, origin: 'http://studio.example' },
    { ...post, origin: 'https://evil.example', method: 'GET' },
    { ...post, origin: 'null', method: 'HEAD' },
    { ...post, origin: null, secFetchSite: 'cross-site', method: 'GET' },
    { ...post, origin: 'https://evil.example', method: 'options' },
  ])('%o passes', (check) => {
    expect(checkOrigin(check)).toBeNull()
  })

  test.each([
    { ...post, origin: 'http://evil.example' },
    { ...post, origin: 'null' },
    { ...post, origin: '' },
    { ...post, origin: 'null', hostHeader: null },
    { ...post, origin: 'http://localhost:3001' },
    { ...post, origin: 'https://localhost:3000' },
    { ...post, origin: 'http://127.0.0.1:3000' },
    { ...post, origin: 'http://LOCALHOST:3000' },
    { ...post, origin: 'http://localhost.:3000' },
    { ...post, origin: 'http://localhost:3000/' },
    { ...post, origin: 'http://localhost:3000 http://evil.example' },
    { ...post, origin: 'http://localhost:3000@evil.example' },
    { ...post, origin: 'http://user@localhost:3000' },
    { ...post, origin: 'http://localhost:3000.evil.example' },
    { ...post, origin: null, secFetchSite: 'cross-site' },
    { ...post, origin: null, secFetchSite: 'same-site' },
    { ...post, origin: null, hasSessionCookie: true },
    { ...post, method: 'PUT', origin: 'http://evil.example' },
    { ...post, method: 'PATCH', origin: 'http://evil.example' },
    { ...post, method: 'DELETE', origin: 'http://evil.example' },
    { ...post, method: 'delete', origin: 'http://evil.example' },
    { ...proxied, origin: 'https://www.studio.example' },
    { ...proxied, origin: 'https://studio.example:8443' },
  ])('%o is refused', (check) => {
    expect(checkOrigin(check)).toBe('origin_not_allowed')
  })
})
