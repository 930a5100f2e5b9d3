// Retry-After in its forms: milliseconds, seconds (whole, as RFC 9110 has them, or with a fraction, as some servers
// write them), and a date in each of the three ways of RFC 9110. Anything else is as if it were absent.

const longestMs = 5 * 60_000

/** @returns how long to wait, at most five minutes, or null where the server did not say */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const exact = headers?.get('retry-after-ms')?.trim()
  if (exact && /^\d{1,9}$/.test(exact)) return Math.min(Number(exact), longestMs)
  const value = headers?.get('retry-after')?.trim()
  if (!value) return null
  if (/^\d+(\.\d{1,9})?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), longestMs)
  const date = readHttpDate(value, now)
  return date === null ? null : Math.min(Math.max(date - now, 0), longestMs)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994": all are GMT. Not by
// Date.parse, which takes the last one for local time, and much that is no date for one.
const dateForms = [
  /^[a-z]{3,9}, (?<day>\d{1,2})[ -](?<month>[a-z]{3})[ -](?<year>\d{2}|\d{4}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2})(?: (?:GMT|UTC))$/i,
  /^[a-z]{3} (?<month>[a-z]{3}) {1,2}(?<day>\d{1,2}) (?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2}) (?<year>\d{4})$/i,
]

function readHttpDate(text: string, now: number): number | null {
  const found = dateForms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined)
  const month = months.indexOf(found?.month.toLowerCase() ?? '')
  if (found === undefined || month === -1) return null
  const { day, year, h, m, s } = found
  // A year of two digits that seems more than 50 years ahead is the latest one past that ends so.
  const thisYear = new Date(now).getUTCFullYear()
  const near = thisYear - (thisYear % 100) + Number(year)
  const whole = year.length === 4 ? Number(year) : near > thisYear + 50 ? near - 100 : near
  return Date.UTC(whole, month, Number(day), Number(h), Number(m), Number(s))
}
