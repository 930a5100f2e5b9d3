import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { findImage } from '../db/images.ts'
import { importImage } from '../studio/import-image.ts'
import { openTestSize, openTestStudio, type TestStudio } from './studio.fixture.ts'

let provider: Provider
let studio: TestStudio

beforeAll(async () => {
  provider = await startProvider({ apiKey: 'key' })
  studio = await openTestStudio(provider, { size: await openTestSize('embedded') })
  await studio.worker.start()
})
afterAll(async () => {
  await studio.close()
  await provider.close()
})

/** A photograph that lies on its side, taken with a camera, at a place, by somebody. */
async function addPhotograph() {
  const raw = { width: 300, height: 240, channels: 3 } as const
  const jpeg = await sharp(randomBytes(300 * 240 * 3), { raw })
    .withExif({
      IFD0: { Make: 'Akme', Artist: 'Mina Muster' },
      IFD2: { LensModel: 'Akme 50mm' },
      IFD3: { GPSLatitude: '52/1 30/1 59/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const path = join(studio.ports.objects.scratchFolder, 'upload')
  await writeFile(path, jpeg)
  return importImage(studio.ports, { path, name: 'photo.jpg' })
}

test('what a photograph says of how it was taken goes along a chain of versions, upright and without names', async () => {
  let image = await addPhotograph()
  expect(image).toMatchObject({ width: 240, height: 300 })
  const mask = new Uint8Array(240 * 300).fill(255, 0, 240 * 100)
  for (const outputFormat of ['png', 'jpeg'] as const) {
    const { id: maskId } = await studio.addMask(image, mask)
    const asked = await studio.request({ imageId: image.id, maskId, prompt: 'teal', outputFormat })
    const done = await studio.until(asked.id)
    image = (await findImage(studio.ports.db, done.output_image_id!))!
    const { format, width, height, exif, orientation } = await sharp(
      await studio.ports.objects.read(image.sha256),
    ).metadata()
    expect({ format, width, height }).toEqual({ format: outputFormat, width: 240, height: 300 })
    expect(orientation ?? 1).toBe(1)
    const text = exif?.toString('latin1') ?? ''
    expect(text).toContain('Akme\0')
    expect(text).toContain('Akme 50mm\0')
    expect(text).not.toContain('Mina')
    expect(Buffer.from(await studio.ports.objects.read(image.sha256)).includes('Mina')).toBe(false)
  }
})
