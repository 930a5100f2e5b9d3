import { expect, test } from 'vitest'
import { type FilmLook, type PassLook, passesFor } from './film-colours.ts'
import { inkOf, layInk } from './film-ink.ts'

const bytes = (pixel: number): number[] => [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255, pixel >>> 24]

/** What a browser shows where one pass after the other lies over a colour. */
function throughPasses(below: number[], look: FilmLook, value: number): number[] {
  const { tint, glaze } = passesFor(look)
  const over = (under: number[], { pixels, opacity, blend }: PassLook): number[] => {
    const [red, green, blue, alpha] = bytes(pixels[value])
    const share = (alpha / 255) * opacity
    return under.map((channel, i) => {
      const ink = [red, green, blue][i]
      return channel * (1 - share) + (blend === 'multiply' ? (channel * ink) / 255 : ink) * share
    })
  }
  return over(over(below, tint), glaze)
}

/** What it shows of the one layer that was made for `made` and lies over `below`. */
function throughInk(below: number[], look: FilmLook, value: number, made = below): number[] {
  const [red, green, blue] = made
  const pixels = new Uint32Array(1)
  const photo = Uint32Array.of((255 << 24) | (blue << 16) | (green << 8) | red)
  layInk({ ink: inkOf(passesFor(look)), values: Uint8Array.of(value), photo, pixels, from: 0, end: 1 })
  const [r, g, b, alpha] = bytes(pixels[0])
  return below.map((channel, i) => channel * (1 - alpha / 255) + ([r, g, b][i] * alpha) / 255)
}

const colours = [
  [0, 0, 0],
  [255, 255, 255],
  [200, 30, 20],
  [12, 180, 255],
  [120, 121, 122],
]
const looks: FilmLook[] = [
  ...(['rubylith', 'green', 'blue'] as const).flatMap((colour) =>
    [0, 0.1, 0.62, 1].map((opacity): FilmLook => ({ kind: 'film', colour, opacity })),
  ),
  { kind: 'mask-only' },
  { kind: 'dim' },
  { kind: 'outline' },
  { kind: 'hidden' },
]

test('one layer shows what the two passes show, to a level, on any colour and at any mask value', () => {
  for (const look of looks) {
    for (const below of colours) {
      for (const value of [0, 1, 7, 128, 254, 255]) {
        const [one, two] = [throughInk(below, look, value), throughPasses(below, look, value)]
        for (const [i, channel] of one.entries())
          expect(Math.abs(channel - two[i]), JSON.stringify({ look, below, value })).toBeLessThan(1)
      }
    }
  }
})

test('what has moved below shows through', () => {
  const look = { kind: 'film', colour: 'rubylith', opacity: 0.62 } as const
  const [dark, light] = [
    throughInk([0, 0, 0], look, 255, [128, 128, 128]),
    throughInk([255, 255, 255], look, 255, [128, 128, 128]),
  ]
  expect(light[1] - dark[1]).toBeGreaterThan(60)
})

test('only a look that is multiplied needs to know the photograph', () => {
  expect(looks.map((look) => inkOf(passesFor(look)).kind)).toEqual([
    ...['rubylith', 'green', 'blue'].flatMap(() => ['none', 'over-photo', 'over-photo', 'over-photo']),
    'plain',
    'plain',
    'none',
    'none',
  ])
})
