// A JSON body, read without any of the leniencies that let two readers understand two things: one encoding, one value per name.
import { AppError, isAppError } from '../core/errors.ts'
import { type BodyReader, drain, openBody, readChunks } from './request-body.ts'

const defaultMaxBytes = 1_000_000
const jsonType = /^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i

/** @throws AppError `request_invalid`, with the path of the field that is there twice; what the value is like is for a schema to judge */
export async function readJson(request: Request, { maxBytes = defaultMaxBytes } = {}): Promise<unknown> {
  const reader = openBody(request)
  try {
    if (!jsonType.test(request.headers.get('content-type') ?? ''))
      throw new AppError('request_invalid', { field: 'Content-Type' })
    if (Number(request.headers.get('content-length')) > maxBytes) throw new RangeError(`More than ${maxBytes} bytes`)
    const text = await readText(reader, maxBytes)
    const value: unknown = JSON.parse(text)
    const field = findRefusedField(text)
    if (field !== null) throw new AppError('request_invalid', { field })
    return value
  } catch (cause) {
    drain(reader)
    throw isAppError(cause) ? cause : new AppError('request_invalid', { cause })
  }
}

async function readText(reader: BodyReader, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of readChunks(reader)) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new RangeError(`More than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  // A byte order mark stays in the text, where it is a syntax error.
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
}

type Frame = { names: Set<string> | null; path: string }

/**
 * The path of the first name that its object has twice, or of the first `__proto__`, which no interface of ours has and some
 * readers take for more than a name. Null where there is none. `text` must be JSON: JSON.parse keeps the last of two and tells nobody.
 */
export function findRefusedField(text: string): string | null {
  const frames: Frame[] = []
  let lastName = ''
  let nameIsNext = false
  for (let at = 0; at < text.length; at++) {
    const frame = frames.at(-1)
    switch (text[at]) {
      case '{':
      case '[': {
        const isObject = text[at] === '{'
        const path = frame?.names ? joined(frame.path, lastName) : (frame?.path ?? '')
        frames.push({ names: isObject ? new Set() : null, path })
        nameIsNext = isObject
        break
      }
      case '}':
      case ']':
        frames.pop()
        nameIsNext = false
        break
      case ',':
        nameIsNext = frame?.names != null
        break
      case '"': {
        const end = endOfString(text, at)
        if (nameIsNext && frame?.names) {
          // By way of JSON.parse, since "a" and "\u0061" are one name.
          lastName = String(JSON.parse(text.slice(at, end + 1)))
          if (frame.names.has(lastName) || lastName === '__proto__') return joined(frame.path, lastName)
          frame.names.add(lastName)
          nameIsNext = false
        }
        at = end
        break
      }
    }
  }
  return null
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

/** The index of the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
