import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encoder, photo, scratch } from './image.fixture.ts'
import { makeThumbnail } from './thumbnail.ts'

const { write } = scratch()
const size = { width: 300, height: 200 }

test('a thumbnail is WebP of the width asked for, and never enlarged', async () => {
  const path = await write(await encoder(photo(size)).jpeg().toBuffer())
  expect(await sharp(await makeThumbnail({ path, width: 96 })).metadata()).toMatchObject({
    format: 'webp',
    width: 96,
    height: 64,
  })
  expect(await sharp(await makeThumbnail({ path, width: 480 })).metadata()).toMatchObject({ width: 300, height: 200 })
})
