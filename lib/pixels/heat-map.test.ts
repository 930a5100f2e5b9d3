import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Pixmap } from '../retouch/pixmap.ts'
import { makeHeatMap } from './heat-map.ts'
import { encoder, greyPng, photo, scratch } from './image.fixture.ts'

const { write } = scratch()
const size = { width: 40, height: 30 }

test('each protected pixel of the part tells its largest difference; what is open or was mirrored does not count', async () => {
  const image = photo(size)
  const box = { x: 10, y: -5, width: 20, height: 20 }
  const open = new Uint8Array(40 * 30).map((_, i) => (i % 40 === 12 ? 1 : 0))
  const returned: Pixmap = { data: new Uint8Array(20 * 20 * 3), width: 20, height: 20, channels: 3 }
  for (let y = 0; y < 15; y++) {
    for (let x = 0; x < 20; x++) {
      const at = 3 * ((y + 5) * 20 + x)
      const from = 3 * (y * 40 + x + 10)
      for (let c = 0; c < 3; c++) returned.data[at + c] = image.data[from + c] ^ 1
      returned.data[at + 1] = image.data[from + 1] > 127 ? image.data[from + 1] - 20 : image.data[from + 1] + 20
    }
  }
  const png = await makeHeatMap({
    imagePath: await write(await encoder(image).png().toBuffer()),
    rawPath: await write(await encoder(returned).png().toBuffer()),
    maskPath: await write(await greyPng(open, size)),
    crop: { box, aspectRatio: '1:1', sent: { width: 20, height: 20 } },
  })
  expect((await sharp(png).metadata()).channels).toBe(2)
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([20, 20])
  for (let y = 0; y < 20; y++) {
    for (let x = 0; x < 20; x++) {
      const counts = y >= 5 && x !== 2
      expect([data[4 * (y * 20 + x)], data[4 * (y * 20 + x) + 3]]).toEqual(counts ? [20, 255] : [0, 0])
    }
  }
})
