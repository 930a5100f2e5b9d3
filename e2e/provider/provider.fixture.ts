// Pictures, masks and calls for the provider's own tests.
import sharp from 'sharp'
import type { Size } from '../../lib/core/geometry.ts'
import type { Provider } from './provider.ts'

export type Bytes = Uint8Array<ArrayBuffer>

/** 8-bit RGB samples of a smooth colour gradient with both ends of the range in it. */
export function gradient({ width, height }: Size): Buffer {
  const samples = Buffer.alloc(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      samples[at++] = Math.round((255 * x) / (width - 1))
      samples[at++] = Math.round((255 * y) / (height - 1))
      samples[at++] = (x + y) & 255
    }
  }
  return samples
}

export const picturePng = async (size: Size): Promise<Bytes> =>
  new Uint8Array(
    await sharp(gradient(size), { raw: { ...size, channels: 3 } })
      .png()
      .toBuffer(),
  )

/** Grey by column and row. */
export async function maskPng(size: Size, value: (x: number, y: number) => number): Promise<Bytes> {
  const samples = Buffer.alloc(size.width * size.height)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) samples[y * size.width + x] = value(x, y)
  }
  const png = sharp(samples, { raw: { ...size, channels: 1 } }).toColourspace('b-w')
  return new Uint8Array(await png.png().toBuffer())
}

/** 8-bit RGB samples of any picture, and what it says of itself. */
export async function pixelsOf(bytes: Uint8Array): Promise<Size & { format: string; samples: Buffer }> {
  const { format } = await sharp(bytes).metadata()
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, format, samples: data }
}

/** For every pixel the largest difference over its three channels. */
export const differences = (a: Buffer, b: Buffer): number[] =>
  Array.from({ length: a.length / 3 }, (_, i) =>
    Math.max(...[0, 1, 2].map((c) => Math.abs(a[3 * i + c] - b[3 * i + c]))),
  )

export type EditForm = Partial<
  Record<'model' | 'prompt' | 'aspect_ratio' | 'seed' | 'safety_tolerance' | 'output_format', string>
> & { image?: Bytes | null; mask?: Bytes; key?: string; signal?: AbortSignal }

export const square: Size = { width: 1024, height: 1024 }
const squarePng = await picturePng(square)

/** POST /v1/images/edits, valid unless told otherwise: a 1024 × 1024 picture, seed 7. */
export function postEdit(provider: Provider, form: EditForm = {}): Promise<Response> {
  const { image = squarePng, mask, key = provider.apiKey, signal, ...values } = form
  const body = new FormData()
  for (const [name, value] of Object.entries({
    model: 'flux-kontext-max',
    prompt: 'a red hat',
    aspect_ratio: '1:1',
    seed: '7',
    ...values,
  })) {
    body.set(name, value)
  }
  if (image !== null) body.set('image', new Blob([image], { type: 'image/png' }), 'image.png')
  if (mask !== undefined) body.set('mask', new Blob([mask], { type: 'image/png' }), 'mask.png')
  const headers = { authorization: `Bearer ${key}` }
  return fetch(`${provider.baseUrl}/images/edits`, { method: 'POST', headers, body, signal })
}

/** The address that a good answer names. */
export async function resultUrl(answer: Response): Promise<string> {
  const { data } = await answer.json()
  return data[0].url
}

export const download = async (url: string): Promise<Bytes> => new Uint8Array(await (await fetch(url)).arrayBuffer())
