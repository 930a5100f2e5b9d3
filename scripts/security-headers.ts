// What every answer carries unless its route says something stricter.
import type { ServerResponse } from 'node:http'
import { restoreBodyLength } from '../lib/http/body-length.ts'

/**
 * Next's own inline scripts have no nonce on prerendered pages, hence 'unsafe-inline'; the alternative, rendering every
 * page anew for each visit, costs more than it guards here, where no page shows text as HTML. `next dev` needs eval and
 * a web socket for reloading.
 */
const contentSecurityPolicy = (dev: boolean): string =>
  [
    `default-src 'self'`,
    `script-src 'self' 'unsafe-inline'${dev ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' blob: data:`,
    `font-src 'self'`,
    `worker-src 'self' blob:`,
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')

export function securityHeaders({ dev }: { dev: boolean }): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(dev),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  }
}

/**
 * Fills in the missing ones at the last moment. Set in advance they would win over a route's own, because Next drops a
 * header of a route's `Response` that is already there: stored pictures would lose their sandboxing policy.
 */
export function fillHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  const writeHead = response.writeHead
  response.writeHead = (...rest: unknown[]) => {
    restoreBodyLength(response)
    for (const [name, value] of Object.entries(headers)) {
      if (!response.hasHeader(name)) response.setHeader(name, value)
    }
    return Reflect.apply(writeHead, response, rest)
  }
}
