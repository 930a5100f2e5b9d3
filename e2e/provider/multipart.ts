// A multipart form taken apart with its parts in the order and under the names in which they arrived.
import type { IncomingHttpHeaders } from 'node:http'
import busboy from 'busboy'
import type { Field } from './records.ts'

export type FilePart = { name: string; bytes: Buffer }
export type Form = { fields: Field[]; files: FilePart[]; values: Record<string, string> }

/** The longest text that the request log repeats, in UTF-16 units. */
const loggedText = 16_384

/** Null where the body is not a well-formed multipart form. A repeated value counts with its last occurrence. */
export function parseForm(headers: IncomingHttpHeaders, body: Buffer): Promise<Form | null> {
  const form: Form = { fields: [], files: [], values: {} }
  return new Promise((resolve) => {
    try {
      const parser = busboy({ headers, defParamCharset: 'utf8', limits: { fieldSize: 1_000_000 } })
      parser.on('file', (name, stream, { filename, mimeType }) => {
        // Its place in the order is taken now, its length is known at its end.
        const field: Field = { name, kind: 'file', type: mimeType, filename: filename ?? null, bytes: 0, value: null }
        form.fields.push(field)
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const bytes = Buffer.concat(chunks)
          field.bytes = bytes.length
          form.files.push({ name, bytes })
        })
      })
      parser.on('field', (name, value, { mimeType }) => {
        form.values[name] = value
        form.fields.push(valueField(name, mimeType, value))
      })
      parser.on('close', () => resolve(form))
      parser.on('error', () => resolve(null))
      parser.end(body)
    } catch {
      // busboy throws for a content type that it does not know.
      resolve(null)
    }
  })
}

export const valueField = (name: string, type: string, text: string): Field => ({
  name,
  kind: 'value',
  type,
  filename: null,
  bytes: Buffer.byteLength(text),
  value: text.length > loggedText ? null : text,
})
