import { describe, expect, test } from 'vitest'
import { type FilmLook, lookFor, type PassLook, passesFor } from './film-colours.ts'

const channels = (pixel: number): number[] => [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255, pixel >>> 24]

/** What a browser shows where a pass lies over a colour. */
const over = (below: number[], { pixels, opacity, blend }: PassLook, value: number): number[] => {
  const [red, green, blue, alpha] = channels(pixels[value])
  const share = (alpha / 255) * opacity
  return below.map((channel, i) => {
    const ink = [red, green, blue][i]
    return channel * (1 - share) + (blend === 'multiply' ? (channel * ink) / 255 : ink) * share
  })
}

const seen = (below: number[], look: FilmLook, value: number): number[] => {
  const { tint, glaze } = passesFor(look)
  return over(over(below, tint, value), glaze, value).map(Math.round)
}

describe('the film', () => {
  const rubylith = { kind: 'film', colour: 'rubylith', opacity: 0.62 } as const

  test('is multiplied at 66 % and laid on at 30 %, as drawn, where the mask is full', () => {
    expect(seen([255, 255, 255], rubylith, 255)).toEqual([247, 105, 89])
    expect(seen([0, 0, 0], rubylith, 255)).toEqual([68, 12, 6])
  })

  test('is not there where the mask is 0, and proportionally lighter where it is grey', () => {
    expect(seen([120, 90, 60], rubylith, 0)).toEqual([120, 90, 60])
    const [full, half] = [seen([255, 255, 255], rubylith, 255)[1], seen([255, 255, 255], rubylith, 128)[1]]
    expect(half).toBeGreaterThan(full + 40)
    expect(half).toBeLessThan(215)
  })

  test('gets lighter with the overlay opacity, down to nothing', () => {
    expect(seen([255, 255, 255], { ...rubylith, opacity: 0 }, 255)).toEqual([255, 255, 255])
    expect(passesFor({ ...rubylith, opacity: 0.31 }).tint.opacity).toBeCloseTo(0.33)
    expect(passesFor({ ...rubylith, opacity: 1 }).tint.opacity).toBe(1)
  })

  test('green and blue stand out on a red picture', () => {
    const red = [190, 30, 20]
    const [, green] = seen(red, { ...rubylith, colour: 'green' }, 255)
    const [, , blue] = seen(red, { ...rubylith, colour: 'blue' }, 255)
    expect(green).toBeGreaterThan(90)
    expect(blue).toBeGreaterThan(110)
  })
})

test('the mask alone is its own grey on any picture', () => {
  for (const value of [0, 77, 255])
    expect(seen([12, 200, 99], { kind: 'mask-only' }, value)).toEqual([value, value, value])
})

test('while an edit runs, what is protected is a third darker and what will change is untouched', () => {
  expect(seen([200, 100, 50], { kind: 'dim' }, 0)).toEqual([132, 66, 33])
  expect(seen([200, 100, 50], { kind: 'dim' }, 255)).toEqual([200, 100, 50])
})

test('hiding wins over dimming, dimming over the mask alone, and an empty mask dims nothing', () => {
  const film = { colour: 'green', opacity: 0.5, maskOnly: false } as const
  const wish = { hideFilm: false, dimOutside: false, outline: false, film, isEmpty: false }
  expect(lookFor(wish)).toEqual({ kind: 'film', colour: 'green', opacity: 0.5 })
  expect(lookFor({ ...wish, film: { ...film, maskOnly: true } })).toEqual({ kind: 'mask-only' })
  expect(lookFor({ ...wish, film: { ...film, maskOnly: true }, dimOutside: true })).toEqual({ kind: 'dim' })
  expect(lookFor({ ...wish, dimOutside: true, isEmpty: true })).toEqual({ kind: 'hidden' })
  expect(lookFor({ ...wish, dimOutside: true, hideFilm: true })).toEqual({ kind: 'hidden' })
  expect(lookFor({ ...wish, outline: true })).toEqual({ kind: 'outline' })
  expect(lookFor({ ...wish, outline: true, hideFilm: true })).toEqual({ kind: 'hidden' })
})
