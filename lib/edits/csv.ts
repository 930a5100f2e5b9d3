// Comma-separated values, RFC 4180 with what spreadsheets make of it: both ways.

/** Characters that begin a formula in a spreadsheet: a prompt must not run as one where the file is opened. */
const formula = /^[=+\-@\t\r]/

/** Lines end with CRLF; a byte order mark at the front makes spreadsheets read it as UTF-8. */
export function writeCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  const field = (value: string | number | null): string => {
    const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value ?? '')
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\uFEFF${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`
}

/** `line` is that of its first character in the file, from 1. */
export type CsvRecord = { line: number; fields: string[] }

/**
 * Records without the empty ones. The delimiter is whichever of comma, semicolon and tab the first line has most of, because
 * spreadsheets write that of their language. An open quote runs to the end of the file: `openQuoteAt` is its line.
 */
export function readCsv(text: string): { records: CsvRecord[]; openQuoteAt: number | null } {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const delimiter = delimiterOf(source)
  const records: CsvRecord[] = []
  let fields: string[] = []
  let field = ''
  let quotedFrom: number | null = null
  let wasQuoted = false
  let line = 1
  let firstLine = 1
  const endField = () => {
    fields.push(wasQuoted ? field : field.trim())
    field = ''
    wasQuoted = false
  }
  const endRecord = () => {
    endField()
    if (fields.some((one) => one !== '')) records.push({ line: firstLine, fields })
    fields = []
    firstLine = line
  }
  for (let at = 0; at < source.length; at++) {
    const char = source[at]
    const endsLine = char === '\n' || (char === '\r' && source[at + 1] !== '\n')
    if (endsLine) line++
    if (quotedFrom !== null) {
      if (char !== '"') field += char
      else if (source[at + 1] === '"') field += source[++at]
      else quotedFrom = null
    } else if (char === '"' && field.trim() === '') {
      field = ''
      quotedFrom = line
      wasQuoted = true
    } else if (char === delimiter) endField()
    else if (endsLine) endRecord()
    else if (char !== '\r' && !(wasQuoted && char === ' ')) field += char
  }
  endRecord()
  return { records, openQuoteAt: quotedFrom }
}

function delimiterOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1)
  const count = (mark: string) => first.split(mark).length
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}
