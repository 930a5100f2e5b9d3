import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { patternColours } from './paint.ts'
import { differences, download, gradient, maskPng, pixelsOf, postEdit, resultUrl, square } from './provider.fixture.ts'
import { type Provider, startProvider } from './provider.ts'

let provider: Provider

beforeAll(async () => {
  provider = await startProvider()
})
beforeEach(() => provider.admin.reset())
afterAll(() => provider.close())

test('the same call has the same result, another seed another', async () => {
  const result = async (seed: string) => download(await resultUrl(await postEdit(provider, { seed })))
  const first = await result('1')
  // A new book has nothing on its shelf: the second is painted anew.
  await provider.admin.reset()
  expect(await result('1')).toEqual(first)
  expect(await result('2')).not.toEqual(first)
})

test('every channel of every pixel is a little off, and only what the mask opens is far off', async () => {
  const mask = await maskPng(square, (x, y) => (x < 512 && y < 512 ? 255 : 0))
  const answer = await postEdit(provider, { prompt: 'a red hat', seed: '7', mask })
  const { samples } = await pixelsOf(await download(await resultUrl(answer)))

  const expected = gradient(square)
  const [first, second] = patternColours('a red hat', 7)
  for (let y = 0; y < 512; y++) {
    const colour = (y >> 4) % 2 === 0 ? first : second
    for (let x = 0; x < 512; x++) expected.set(colour, 3 * (y * 1024 + x))
  }
  const offByChannel = new Set(samples.map((sample, i) => Math.abs(sample - expected[i])))
  expect([...offByChannel].sort()).toEqual([1, 2, 3, 4, 5, 6])
})

test('a grey mask changes in part', async () => {
  const mask = await maskPng(square, (x) => (x < 512 ? 128 : 0))
  const answer = await postEdit(provider, { prompt: 'p', seed: '3', mask })
  const { samples } = await pixelsOf(await download(await resultUrl(answer)))
  const [colour] = patternColours('p', 3)
  const before = gradient(square)
  const half = colour.map((level, c) => before[3 * 100 + c] + (128 / 255) * (level - before[3 * 100 + c]))
  for (const c of [0, 1, 2]) expect(Math.abs(samples[3 * 100 + c] - half[c])).toBeLessThanOrEqual(6.5)
})

/** How many pixels inside and outside of the left half are far from the input. */
async function farOff(): Promise<{ inside: number; outside: number; near: number }> {
  const mask = await maskPng(square, (x) => (x < 512 ? 255 : 0))
  const { samples } = await pixelsOf(await download(await resultUrl(await postEdit(provider, { mask }))))
  const count = { inside: 0, outside: 0, near: 0 }
  for (const [i, difference] of differences(samples, gradient(square)).entries()) {
    if (difference <= 12) continue
    const x = i % 1024
    if (x < 512) count.inside++
    else if (x < 612) count.near++
    else count.outside++
  }
  return count
}

test('a leaking mask changes its surroundings too', async () => {
  await provider.admin.settings({ maskMode: 'leaks' })
  const { inside, near, outside } = await farOff()
  expect(inside).toBeGreaterThan(500_000)
  expect(near).toBeGreaterThan(20_000)
  expect(outside).toBe(0)
})

test('an ignored mask leaves most of itself as it was', async () => {
  await provider.admin.settings({ maskMode: 'ignores' })
  const { inside, near, outside } = await farOff()
  expect(inside).toBeLessThan(200_000)
  expect(inside + near + outside).toBeGreaterThan(20_000)
})

test('a frame can be shifted, zoomed and tinted', async () => {
  const mask = await maskPng(square, () => 0)
  const at = async () => (await pixelsOf(await download(await resultUrl(await postEdit(provider, { mask }))))).samples
  const before = gradient(square)
  const largest = (samples: Buffer, source: (x: number, y: number) => [number, number], tint = 0) => {
    let most = 0
    for (let y = 100; y < 900; y += 7) {
      for (let x = 100; x < 900; x += 7) {
        const [sx, sy] = source(x, y)
        // Red runs with x and green with y, linearly: so both can be read at fractions of a pixel.
        most = Math.max(most, Math.abs(samples[3 * (y * 1024 + x)] - (255 * sx) / 1023 - tint))
        most = Math.max(most, Math.abs(samples[3 * (y * 1024 + x) + 1] - (255 * sy) / 1023))
      }
    }
    return most
  }
  expect(largest(await at(), (x, y) => [x, y])).toBeLessThan(7)

  await provider.admin.settings({ distortion: { shiftX: 3, shiftY: -2, zoomPercent: 0, tint: [0, 0, 0] } })
  const shifted = await at()
  expect(largest(shifted, (x, y) => [x - 3, y + 2])).toBeLessThan(7)
  const blue = (samples: Buffer, x: number, y: number) => samples[3 * (y * 1024 + x) + 2]
  expect(Math.abs(blue(shifted, 500, 500) - blue(before, 497, 502))).toBeLessThanOrEqual(6)

  await provider.admin.settings({ distortion: { shiftX: 0, shiftY: 0, zoomPercent: 10, tint: [20, 0, 0] } })
  const zoomed = (v: number) => (v - 511.5) / 1.1 + 511.5
  expect(largest(await at(), (x, y) => [zoomed(x), zoomed(y)], 20)).toBeLessThan(8)
})

test('a transparent picture is laid on white', async () => {
  const clear = { r: 0, g: 0, b: 0, alpha: 0 }
  const png = await sharp({ create: { width: 512, height: 512, channels: 4, background: clear } })
    .png()
    .toBuffer()
  const mask = await maskPng({ width: 512, height: 512 }, () => 0)
  const answer = await postEdit(provider, { image: new Uint8Array(png), mask })
  const { samples } = await pixelsOf(await download(await resultUrl(answer)))
  expect(Math.min(...new Set(samples))).toBe(249)
  expect(Math.max(...new Set(samples))).toBe(254)
})
