import sharp from 'sharp'
import { expect, test } from 'vitest'
import { makeDifference } from './difference-image.ts'
import { encoder, photo, scratch } from './image.fixture.ts'

const { write } = scratch()
const size = { width: 61, height: 40 }

test('of two stored pictures the difference is grey, of their size, and exact to the last level', async () => {
  const before = photo(size)
  const data = new Uint8Array(before.data)
  data[3 * 100] = before.data[300] ^ 1
  data[3 * 2000 + 2] = 255 - before.data[3 * 2000 + 2]
  const beforePath = await write(await encoder(before).png().toBuffer())
  const afterPath = await write(
    await encoder({ ...before, data })
      .png()
      .toBuffer(),
  )
  const png = await makeDifference({ beforePath, afterPath })
  expect(await sharp(png).metadata()).toMatchObject({ ...size, channels: 1, depth: 'uchar', format: 'png' })
  const expected = Buffer.alloc(size.width * size.height)
  expected[100] = 1
  expected[2000] = Math.abs(255 - 2 * before.data[3 * 2000 + 2])
  expect(await sharp(png).toColourspace('b-w').raw().toBuffer()).toEqual(expected)
})

test('a picture in two encodings of the same pixels does not differ, half transparent or not', async () => {
  for (const channels of [3, 4] as const) {
    const picture = photo(size, channels)
    const png = await write(await encoder(picture).png().toBuffer())
    const webp = await write(await encoder(picture).webp({ lossless: true, exact: true }).toBuffer())
    const levels = await sharp(await makeDifference({ beforePath: png, afterPath: webp }))
      .toColourspace('b-w')
      .raw()
      .toBuffer()
    expect(levels.every((level) => level === 0)).toBe(true)
  }
})
