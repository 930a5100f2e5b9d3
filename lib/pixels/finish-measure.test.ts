import { expect, test } from 'vitest'
import type { Pixmap } from '../retouch/pixmap.ts'
import { measureAgainst } from './finish-measure.ts'

const size = { width: 320, height: 240 }
const tint = [12, 0, -10]
const mask = { ...size, data: new Uint8Array(size.width * size.height).fill(255, 0, 320 * 80) }

/** Nearly flat and dark, with fine waves that the engine draws a little weaker, as it does. */
function flat(base: number, contrast: number, added: readonly number[]): Pixmap {
  const data = new Uint8Array(3 * size.width * size.height)
  for (let i = 0; i < size.width * size.height; i++) {
    const wave = 6 * Math.sin((i % size.width) / 5) * Math.sin(Math.floor(i / size.width) / 7)
    for (let c = 0; c < 3; c++) data[3 * i + c] = Math.round(base + contrast * wave + added[c])
  }
  return { ...size, channels: 3, data }
}

test('the tint is told as it is on the picture, however far that is from mid grey', async () => {
  for (const base of [40, 200]) {
    const { colour } = await measureAgainst(
      {
        image: flat(base, 1, [0, 0, 0]),
        result: flat(base, 0.9, tint),
        mask,
        askedMask: null,
        box: { x: 0, y: 0, ...size },
      },
      { align: 'auto', matchColour: 'auto' },
    )
    expect(colour.confidence).toBeGreaterThan(0)
    for (const c of [0, 1, 2]) expect(Math.abs(colour.levels[c] - tint[c])).toBeLessThan(1)
  }
})
