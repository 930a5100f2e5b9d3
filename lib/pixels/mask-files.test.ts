// Masks as other programs write them, each in the very form (colour type, depth, palette, chunks) of a file made with it:
// Pillow 9.4, GIMP 2.10 and Photoshop's "PNG, interlaced".
import { expect, test } from 'vitest'
import { isAppError } from '../core/errors.ts'
import type { Size } from '../core/geometry.ts'
import type { MaskChannel } from '../mask/mask-channel.ts'
import { readMask } from './mask-image.ts'
import { pngOf } from './png-forms.fixture.ts'

/** Odd, so that rows of 1 and 2 bits do not end with a byte. */
const size: Size = { width: 37, height: 23 }

/** A disc with a soft edge of some pixels: 255 in the middle, 0 in the corners. */
const softAt = (x: number, y: number): number =>
  Math.max(0, Math.min(255, Math.round(255 * (9 - Math.hypot(x - 18, y - 11)) * 0.25)))
const hardAt = (x: number, y: number): number => (softAt(x, y) > 127 ? 255 : 0)
const rasterOf = (at: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: size.width * size.height }, (_, i) => at(i % size.width, Math.floor(i / size.width)))

const chunk = (type: string, ...bytes: number[]): readonly [string, Uint8Array] => [type, Uint8Array.from(bytes)]
const uint32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]
/** What GIMP says of each of its pictures: dots per metre, background, gamma, the date. */
const gimpChunks = [
  chunk('gAMA', ...uint32(45_455)),
  chunk('bKGD', 0, 255),
  chunk('pHYs', ...uint32(11_811), ...uint32(11_811), 1),
  chunk('tIME', 7, 234, 11, 25, 12, 41, 0),
]

type Reading = Uint8Array | 'mask_ambiguous' | 'mask_empty'

async function read(source: Uint8Array, channel?: MaskChannel): Promise<Reading> {
  try {
    return (await readMask({ source, size, channel })).raster
  } catch (error) {
    if (isAppError(error) && (error.code === 'mask_ambiguous' || error.code === 'mask_empty')) return error.code
    throw error
  }
}

const soft = rasterOf(softAt)
const hard = rasterOf(hardAt)
const inverse = soft.map((value) => 255 - value)
const white = (x: number, y: number): number => (softAt(x, y) > 0 ? 255 : 0)

test.each<[string, Uint8Array, Uint8Array]>([
  ['Pillow, mode 1', pngOf({ size, colour: 'grey', depth: 1, sampleAt: (x, y) => [hardAt(x, y) & 1] }), hard],
  ['Pillow, mode L', pngOf({ size, colour: 'grey', depth: 8, sampleAt: (x, y) => [softAt(x, y)] }), soft],
  [
    'Pillow, modes I and I;16',
    pngOf({ size, colour: 'grey', depth: 16, sampleAt: (x, y) => [softAt(x, y) * 257] }),
    soft,
  ],
  [
    'Pillow, mode P of two bits',
    pngOf({
      size,
      colour: 'palette',
      depth: 2,
      // White comes first: nobody may take the index for the value.
      sampleAt: (x, y) => [hardAt(x, y) === 255 ? 0 : 2],
      chunks: [chunk('PLTE', 255, 255, 255, 9, 9, 9, 0, 0, 0, 0, 0, 0)],
    }),
    hard,
  ],
  [
    'Pillow, mode P of the 256 greys',
    pngOf({
      size,
      colour: 'palette',
      depth: 8,
      sampleAt: (x, y) => [255 - softAt(x, y)],
      chunks: [chunk('PLTE', ...Array.from({ length: 768 }, (_, i) => 255 - Math.floor(i / 3)))],
    }),
    soft,
  ],
  [
    'Pillow, mode RGBA, opaque',
    pngOf({ size, colour: 'rgba', depth: 8, sampleAt: (x, y) => [softAt(x, y), softAt(x, y), softAt(x, y), 255] }),
    soft,
  ],
  [
    'Pillow, mode LA, opaque',
    pngOf({ size, colour: 'greyAlpha', depth: 8, sampleAt: (x, y) => [softAt(x, y), 255] }),
    soft,
  ],
  [
    'GIMP, grey of 8 bits',
    pngOf({ size, colour: 'grey', depth: 8, sampleAt: (x, y) => [softAt(x, y)], chunks: gimpChunks }),
    soft,
  ],
  [
    'GIMP, RGB of 16 bits',
    pngOf({ size, colour: 'rgb', depth: 16, sampleAt: (x, y) => [0, 1, 2].map(() => softAt(x, y) * 257) }),
    soft,
  ],
  [
    'GIMP, indexed black and white',
    pngOf({
      size,
      colour: 'palette',
      depth: 1,
      sampleAt: (x, y) => [hardAt(x, y) & 1],
      chunks: [chunk('PLTE', 0, 0, 0, 255, 255, 255)],
    }),
    hard,
  ],
  [
    'Photoshop, grey, interlaced',
    pngOf({ size, colour: 'grey', depth: 8, sampleAt: (x, y) => [softAt(x, y)], interlaced: true }),
    soft,
  ],
  [
    'Photoshop, RGB of 8 bits, interlaced',
    pngOf({ size, colour: 'rgb', depth: 8, sampleAt: (x, y) => [0, 1, 2].map(() => softAt(x, y)), interlaced: true }),
    soft,
  ],
  [
    'grey of 4 bits',
    pngOf({ size, colour: 'grey', depth: 4, sampleAt: (x, y) => [softAt(x, y) >> 4] }),
    soft.map((v) => (v >> 4) * 17),
  ],
])('%s comes exactly as it is', async (_, file, raster) => {
  expect(await read(file)).toEqual(raster)
})

test.each<[string, Uint8Array, Record<MaskChannel, Reading>]>([
  [
    // What is wholly see-through is written as black. Its light is hard where the layer is soft.
    'GIMP, white painted on a layer without a background, RGBA of 8 bits',
    pngOf({
      size,
      colour: 'rgba',
      depth: 8,
      sampleAt: (x, y) => [white(x, y), white(x, y), white(x, y), softAt(x, y)],
      chunks: gimpChunks.filter(([type]) => type !== 'bKGD'),
    }),
    { luminance: rasterOf(white), opacity: soft, alpha: inverse },
  ],
  [
    'GIMP, the same of 16 bits',
    pngOf({
      size,
      colour: 'rgba',
      depth: 16,
      sampleAt: (x, y) => [...[0, 1, 2].map(() => white(x, y) * 257), softAt(x, y) * 257],
    }),
    { luminance: rasterOf(white), opacity: soft, alpha: inverse },
  ],
  [
    'Pillow, mode LA, white',
    pngOf({ size, colour: 'greyAlpha', depth: 8, sampleAt: (x, y) => [255, softAt(x, y)] }),
    { luminance: soft.map(() => 255), opacity: soft, alpha: inverse },
  ],
  [
    'Pillow, putalpha on black',
    pngOf({ size, colour: 'rgba', depth: 8, sampleAt: (x, y) => [0, 0, 0, softAt(x, y)] }),
    { luminance: 'mask_empty', opacity: soft, alpha: inverse },
  ],
  [
    'Pillow, mode P with a transparent colour',
    pngOf({
      size,
      colour: 'palette',
      depth: 8,
      sampleAt: (x, y) => [hardAt(x, y) === 255 ? 1 : 0],
      chunks: [chunk('PLTE', 0, 0, 0, 255, 255, 255), chunk('tRNS', 0)],
    }),
    { luminance: hard, opacity: hard, alpha: hard.map((value) => 255 - value) },
  ],
])('%s is asked about, and read as answered', async (_, file, answers) => {
  expect(await read(file)).toBe('mask_ambiguous')
  for (const channel of ['luminance', 'opacity', 'alpha'] as const) {
    expect([channel, await read(file, channel)]).toEqual([channel, answers[channel]])
  }
})

test('a file without transparency is opaque everywhere, and nowhere transparent', async () => {
  const file = pngOf({ size, colour: 'grey', depth: 8, sampleAt: (x, y) => [softAt(x, y)] })
  expect(await read(file, 'opacity')).toEqual(soft.map(() => 255))
  expect(await read(file, 'alpha')).toBe('mask_empty')
})
