import sharp from 'sharp'
import { expect, test } from 'vitest'
import { planCrop } from '#lib/frame/crop.ts'
import { offeredRatios } from '#lib/frame/ratio.ts'
import { prepareForEngine } from '#lib/pixels/prepare.ts'
import { sentWeight } from './sent-weight.ts'

test('the guess is about what is sent of the samples', async () => {
  let [guessed, sent] = [0, 0]
  for (const name of ['astronaut.png', 'chelsea.png', 'coffee.png', 'rocket.jpg']) {
    const imagePath = `public/samples/${name}`
    const { width, height } = await sharp(imagePath).metadata()
    const maskBounds = { x: Math.round(width / 3), y: Math.round(height / 3), width: 120, height: 90 }
    const limits = { ratios: offeredRatios, maxPixels: 2_000_000 }
    const crop = planCrop({ image: { width, height }, maskBounds, limits })
    const prepared = await prepareForEngine({ imagePath, maskPath: null, crop, maxPixels: null, maxBytes: 20_000_000 })
    const guess = sentWeight(crop)
    expect(guess.format.toLowerCase()).toBe(prepared.format)
    guessed += guess.bytes
    sent += prepared.bytes.length
  }
  expect(guessed / sent).toBeGreaterThan(0.8)
  expect(guessed / sent).toBeLessThan(1.25)
})

test('what would be too heavy as PNG is not called one', () => {
  const side = { width: 4000, height: 4000 }
  expect(sentWeight({ box: { x: 0, y: 0, ...side }, sent: side }).format).toBe('WebP')
})
