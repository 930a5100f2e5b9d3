// A JSON body taken apart in the same shape as a form.
import { z } from 'zod'
import { valueField } from './multipart.ts'
import type { Unpacked } from './request-log.ts'

const objectSchema = z.record(z.string(), z.unknown())

/** A JSON object whose member `imageName` carries the image, and `maskName` the mask, read by `decode`. */
export async function unpackJson(
  body: Buffer,
  imageName: string,
  decode: (text: string) => Buffer | null,
  maskName: string | null = null,
): Promise<Unpacked | null> {
  const object = objectSchema.safeParse(parseJson(body.toString('utf8')))
  if (!object.success) return null
  const picture = (name: string | null) => {
    const text = name === null ? undefined : object.data[name]
    const bytes = typeof text === 'string' ? decode(text) : null
    return name === null || bytes === null ? null : { name, bytes }
  }
  return {
    fields: Object.entries(object.data).map(([name, value]) =>
      valueField(name, typeof value, typeof value === 'string' ? value : JSON.stringify(value)),
    ),
    values: object.data,
    image: picture(imageName),
    references: furtherNames(imageName).flatMap((name) => picture(name) ?? []),
    mask: picture(maskName),
  }
}

/** Black Forest Labs' names: up to eight pictures a call. */
const furtherNames = (imageName: string): string[] => [2, 3, 4, 5, 6, 7, 8].map((place) => `${imageName}_${place}`)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Null where the text is no data URL of an image. What is not base64 in it shows as a picture that cannot be decoded. */
export function dataUrlBytes(text: string): Buffer | null {
  const head = /^data:image\/[a-z+]{1,20};base64,/.exec(text)?.[0]
  return head === undefined ? null : Buffer.from(text.slice(head.length), 'base64')
}

/** Base64, bare or as a data URL. */
export const base64Bytes = (text: string): Buffer => dataUrlBytes(text) ?? Buffer.from(text, 'base64')
