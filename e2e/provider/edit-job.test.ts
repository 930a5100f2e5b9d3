import sharp from 'sharp'
import { expect, test } from 'vitest'
import { acceptEdit, type EditCall } from './edit-job.ts'
import { maskPng, picturePng } from './provider.fixture.ts'

const size = { width: 320, height: 240 }
const image = { name: 'image', bytes: Buffer.from(await picturePng(size)) }
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#777' } })
    .png()
    .toBuffer()

/** The code and the field of the refusal, or "accepted". */
async function verdict(call: Partial<EditCall>): Promise<string> {
  const result = await acceptEdit({
    model: 'm',
    prices: { m: 70_000 },
    parameters: { prompt: 'a red hat' },
    imageField: 'image',
    image,
    mask: null,
    ...call,
  })
  return result.ok ? 'accepted' : `${result.error.code}: ${result.error.param}`
}

const parameters = (changed: Record<string, unknown>) => verdict({ parameters: { prompt: 'a red hat', ...changed } })

test('what is left out has its documented default', async () => {
  const result = await acceptEdit({
    model: 'm',
    prices: { m: 70_000 },
    parameters: { prompt: 'a red hat' },
    imageField: 'image',
    image,
    mask: null,
  })
  if (!result.ok) throw new Error(result.error.message)
  const { aspectRatio, outputFormat, seed, priceMicroUsd } = result.value
  expect({ aspectRatio, outputFormat, priceMicroUsd }).toEqual({
    aspectRatio: '1:1',
    outputFormat: 'png',
    priceMicroUsd: 70_000,
  })
  expect(seed >= 0 && seed <= 2_147_483_647 && Number.isInteger(seed)).toBe(true)
})

test.each([
  [{ seed: '0' }, 'accepted'],
  [{ seed: '2147483647' }, 'accepted'],
  [{ seed: 2_147_483_648 }, 'invalid_value: seed'],
  [{ seed: '-1' }, 'invalid_value: seed'],
  [{ seed: '1.5' }, 'invalid_value: seed'],
  [{ seed: '' }, 'invalid_value: seed'],
  [{ safety_tolerance: '2' }, 'accepted'],
  [{ safety_tolerance: '3' }, 'invalid_value: safety_tolerance'],
  [{ output_format: 'jpeg' }, 'accepted'],
  [{ output_format: 'webp' }, 'invalid_value: output_format'],
  [{ aspect_ratio: '3:7' }, 'accepted'],
  [{ aspect_ratio: '1999:1500' }, 'accepted'],
  [{ aspect_ratio: '299:700' }, 'invalid_value: aspect_ratio'],
  [{ aspect_ratio: '7.0:3' }, 'invalid_value: aspect_ratio'],
  [{ aspect_ratio: '0:0' }, 'invalid_value: aspect_ratio'],
  [{ prompt: '  ' }, 'invalid_value: prompt'],
  [{ prompt: undefined }, 'invalid_value: prompt'],
  [{ unheard_of: '1' }, 'accepted'],
])('parameters %o: %s', async (changed, expected) => {
  expect(await parameters(changed)).toBe(expected)
})

test('a model without a price does not exist', async () => {
  expect(await verdict({ model: 'toString' })).toBe('model_not_found: model')
  expect(await verdict({ model: undefined })).toBe('model_not_found: model')
})

test('an image is needed, of a known format, still, whole, and not too large', async () => {
  const named = (bytes: Buffer) => verdict({ image: { name: 'image[]', bytes } })
  expect(await verdict({ image: null })).toBe('missing_required_parameter: image')
  expect(await named(Buffer.from('GIF89a, or so it says'))).toBe('invalid_image: image[]')
  expect(await named(await sharp(image.bytes).tiff().toBuffer())).toBe('invalid_image: image[]')
  expect(await named(image.bytes.subarray(0, image.bytes.length >> 1))).toBe('invalid_image: image[]')
  const frames = Buffer.concat([await sharp(image.bytes).raw().toBuffer(), Buffer.alloc(320 * 240 * 3)])
  const animated = sharp(frames, { raw: { width: 320, height: 480, channels: 3, pageHeight: 240 } })
  expect(await named(await animated.gif().toBuffer())).toBe('invalid_image: image[]')
  expect(await named(await sharp(image.bytes).gif().toBuffer())).toBe('accepted')
  expect(await named(await sharp(image.bytes).webp().toBuffer())).toBe('accepted')
  expect(await named(Buffer.concat([image.bytes, Buffer.alloc(20_000_000)]))).toBe('image_too_large: image[]')
})

test('20 megapixels and 3:7 are in, one pixel more is not', async () => {
  const sized = async (width: number, height: number) =>
    verdict({ image: { name: 'image', bytes: await plain(width, height) } })
  expect(await sized(5000, 4000)).toBe('accepted')
  expect(await sized(5001, 4000)).toBe('image_too_large: image')
  expect(await sized(300, 700)).toBe('accepted')
  expect(await sized(300, 701)).toBe('invalid_aspect_ratio: image')
})

test('a mask has the size of its image', async () => {
  const masked = async (width: number, height: number) =>
    verdict({ mask: { name: 'mask', bytes: Buffer.from(await maskPng({ width, height }, () => 255)) } })
  expect(await masked(320, 240)).toBe('accepted')
  expect(await masked(320, 241)).toBe('invalid_mask_size: mask')
  expect(await verdict({ mask: { name: 'mask', bytes: Buffer.from('nothing') } })).toBe('invalid_mask: mask')
})
