import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encoder, photo, pngChunkTypes } from './image.fixture.ts'
import { readXmp, withXmp } from './xmp.ts'

const picture = photo({ width: 40, height: 30 })
const packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/">青 & more</x:xmpmeta>'

test.each(['png', 'jpeg'] as const)(
  'a packet in a %s comes back, sharp sees it, and no sample differs',
  async (format) => {
    const bytes = await encoder(picture).toFormat(format).toBuffer()
    const marked = withXmp(bytes, packet)
    expect(readXmp(marked)).toBe(packet)
    expect((await sharp(marked).metadata()).xmpAsString).toBe(packet)
    expect(await sharp(marked, { failOn: 'warning' }).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer())
    expect(readXmp(bytes)).toBeNull()
  },
)

test('a PNG keeps its order, and what does not fit a JPEG is left out', async () => {
  const png = await encoder(picture).png().toBuffer()
  expect(pngChunkTypes(withXmp(png, packet)).slice(0, 2)).toEqual(['IHDR', 'iTXt'])
  const jpeg = await encoder(picture).jpeg().toBuffer()
  expect(withXmp(jpeg, 'x'.repeat(66_000))).toBe(jpeg)
  const webp = await encoder(picture).webp().toBuffer()
  expect(withXmp(webp, packet)).toBe(webp)
})

test('no bytes make the reader throw or run on for ever', async () => {
  const files = [
    withXmp(await encoder(picture).png().toBuffer(), packet),
    withXmp(await encoder(picture).jpeg().toBuffer(), packet),
  ]
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.nat(), fc.nat(255), fc.nat(), (file, place, value, cut) => {
      const broken = Buffer.from(file.subarray(0, cut % (file.length + 1)))
      if (broken.length > 0) broken[place % broken.length] = value
      readXmp(broken)
    }),
  )
})
