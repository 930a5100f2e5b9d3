// Who may speak to the studio at all: the answer to a request by a foreign name or from a foreign page, or null.
import type { IncomingMessage } from 'node:http'
import { errorStatus } from '../lib/http/error-status.ts'
import { checkHost, checkOrigin } from '../lib/http/guard.ts'
import type { Settings } from '../lib/settings.ts'
import en from '../messages/en.json' with { type: 'json' }

export type Refusal = { status: number; body: { error: { code: string; message: string } } }

export function refusalOf({ method = 'GET', headers }: IncomingMessage, settings: Settings): Refusal | null {
  const { host, publicUrl, allowedHosts } = settings
  const hostHeader = headers.host ?? null
  const origin = headers.origin ?? null
  const secFetchSite = text(headers['sec-fetch-site'])
  const code =
    checkHost({ hostHeader, host, publicUrl, allowedHosts }) ??
    // Nobody signs in yet, so there are no session cookies.
    checkOrigin({ method, origin, secFetchSite, hostHeader, publicUrl, hasSessionCookie: false })
  return code === null ? null : { status: errorStatus[code], body: { error: { code, message: en.errors[code] } } }
}

const text = (header: string | string[] | undefined): string | null =>
  Array.isArray(header) ? header[0] : (header ?? null)
