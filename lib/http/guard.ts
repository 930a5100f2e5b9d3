// Who may talk to the studio at all. A Host that is not ours means a name that was rebound to this machine; an Origin that is not
// ours means a page of somebody else's. Checked on loopback too: that is where such pages aim.
import type { RequestErrorCode } from '../core/errors.ts'

export type HostCheck = {
  hostHeader: string | null
  /** What the studio listens on: the setting HOST. */
  host: string
  publicUrl: string | null
  /** `name` stands for every port, `name:port` for that one. */
  allowedHosts: readonly string[]
}

export type OriginCheck = {
  method: string
  origin: string | null
  secFetchSite: string | null
  /** One that `checkHost` has let pass. */
  hostHeader: string | null
  publicUrl: string | null
  hasSessionCookie: boolean
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']
const wildcards = ['0.0.0.0', '[::]']
const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Loopback names pass where the studio listens on loopback, a wildcard included (a container's published port), and what is
 * configured passes: HOST, the public URL's host, the allowed hosts. Ports do not matter unless one is named: a port may be
 * published as another, and a rebound name is a foreign name on every port.
 */
export function checkHost(check: HostCheck): Extract<RequestErrorCode, 'host_not_allowed'> | null {
  const given = parseHost(check.hostHeader)
  if (!given) return 'host_not_allowed'
  const listening = bracketed(check.host.toLowerCase())
  const onLoopback = isLoopback(listening) || wildcards.includes(listening)
  if (onLoopback && loopbackNames.includes(given.name)) return null
  const publicHost = check.publicUrl === null ? [] : [new URL(check.publicUrl).host]
  const allowed = [listening, ...publicHost, ...check.allowedHosts]
  return allowed.some((entry) => matches(given, entry)) ? null : 'host_not_allowed'
}

/**
 * A page of ours sends our Origin with whatever changes something. No Origin at all comes from programs, which have no cookies and
 * no Sec-Fetch-Site. "null" comes from sandboxed frames, files and redirects across sites.
 */
export function checkOrigin(check: OriginCheck): Extract<RequestErrorCode, 'origin_not_allowed'> | null {
  if (safeMethods.includes(check.method.toUpperCase())) return null
  if (check.origin === null) {
    const fromPage = check.secFetchSite !== null && !['same-origin', 'none'].includes(check.secFetchSite)
    return fromPage || check.hasSessionCookie ? 'origin_not_allowed' : null
  }
  // The studio itself speaks plain HTTP; behind a proxy that speaks TLS, the public URL says what the browser sees.
  const ours = [`http://${check.hostHeader}`, check.publicUrl]
  const sameOrigin = ours.some((url) => url !== null && URL.parse(url)?.origin === check.origin)
  return sameOrigin && check.origin !== 'null' ? null : 'origin_not_allowed'
}

type Host = { name: string; port: string | null }

/** Null for what is more than a name and a port, or a name in another spelling than the one that browsers send. */
function parseHost(text: string | null): Host | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text?.toLowerCase() ?? '')
  if (!match) return null
  const [, name, port = null] = match
  return URL.parse(`http://${name}`)?.hostname === name ? { name, port } : null
}

function matches(given: Host, entry: string): boolean {
  const wanted = parseHost(bracketed(entry))
  return wanted !== null && wanted.name === given.name && (wanted.port === null || wanted.port === given.port)
}

const isLoopback = (name: string): boolean => loopbackNames.includes(name) || /^127(\.\d{1,3}){3}$/.test(name)

/** A bare IPv6 address, as HOST has it, in the brackets that a Host header has. */
const bracketed = (name: string): string => (name.split(':').length > 2 && !name.startsWith('[') ? `[${name}]` : name)
