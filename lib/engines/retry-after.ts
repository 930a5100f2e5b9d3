// Retry-After in its forms: milliseconds, seconds, a date. Anything else is as if it were absent.

const longestMs = 5 * 60_000

/** @returns how long to wait, at most five minutes, or null where the server did not say */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const exact = headers?.get('retry-after-ms')?.trim()
  if (exact && /^\d{1,9}$/.test(exact)) return Math.min(Number(exact), longestMs)
  const value = headers?.get('retry-after')?.trim()
  if (!value) return null
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value) * 1000, longestMs)
  // Date.parse takes "-1" for a year; HTTP dates begin with a weekday.
  const date = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? null : Math.min(Math.max(date - now, 0), longestMs)
}
