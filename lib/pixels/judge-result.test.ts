import { describe, expect, test } from 'vitest'
import type { Pixmap } from '../retouch/pixmap.ts'
import { photo } from './image.fixture.ts'
import { odditiesOf } from './judge-result.ts'

const size = { width: 300, height: 200 }
const facts = { ...size, format: 'png', sixteenBit: false, colourKept: true } as const
const original = photo(size)
const flat = (level: number): Pixmap => ({ ...original, data: original.data.map((_, i) => level + (i % 2)) })
const off = (levels: number, where: (pixel: number) => boolean = () => true): Pixmap => ({
  ...original,
  data: original.data.map((value, i) => (where(Math.floor(i / 3)) ? (value + levels) % 256 : value)),
})
const leftHalf = (pixel: number): boolean => pixel % size.width < size.width / 2
const mask = { ...size, data: new Uint8Array(size.width * size.height).map((_, i) => (leftHalf(i) ? 255 : 0)) }

type Judged = Parameters<typeof odditiesOf>[0]
const judge = (change: Partial<Judged> = {}) => {
  const result = change.result ?? off(40)
  return odditiesOf({ facts, result, askedFormat: 'png', beside: { original, result, mask: null }, ...change })
}

describe('a result', () => {
  test('that is as it should be has nothing odd', () => {
    expect(judge()).toEqual([])
    expect(judge({ beside: null })).toEqual([])
  })

  test('of one colour is blank, unless that is what was sent', () => {
    expect(judge({ result: flat(127) })).toEqual(['blank'])
    const sent = flat(200)
    const result = flat(127)
    expect(judge({ result, beside: { original: sent, result, mask: null } })).toEqual([])
    expect(judge({ result, beside: null })).toEqual(['blank'])
  })

  test('that is what was sent is unchanged, whatever an encoder did to it; and only where it was to change', () => {
    expect(judge({ result: original })).toEqual(['unchanged'])
    expect(judge({ result: off(2) })).toEqual(['unchanged'])
    const outside = off(40, (pixel) => !leftHalf(pixel))
    const inside = off(40, leftHalf)
    expect(judge({ result: outside, beside: { original, result: outside, mask } })).toEqual(['unchanged'])
    expect(judge({ result: inside, beside: { original, result: inside, mask } })).toEqual([])
    // A small thing in a large mask is a change.
    const few = off(40, (pixel) => pixel < 200)
    expect(judge({ result: few, beside: { original, result: few, mask } })).toEqual([])
  })

  test('is tiny up to 50,000 pixels, of an engine that chooses its size', () => {
    const of = (width: number, height: number) => ({ ...facts, width, height })
    expect(judge({ facts: of(250, 200) })).toEqual(['tiny'])
    expect(judge({ facts: of(251, 200) })).toEqual([])
    expect(judge({ facts: of(250, 200), askedFormat: null })).toEqual([])
  })

  test('of another colour type or format is told of', () => {
    expect(judge({ facts: { ...facts, sixteenBit: true } })).toEqual(['colour-type'])
    expect(judge({ facts: { ...facts, colourKept: false } })).toEqual(['colour-type'])
    expect(judge({ facts: { ...facts, format: 'jpeg' } })).toEqual(['other-format'])
    expect(judge({ facts: { ...facts, format: 'jpeg' }, askedFormat: null })).toEqual([])
  })

  test('may be odd in several ways, the heaviest first', () => {
    const tinyJpeg = { ...facts, width: 10, height: 10, format: 'jpeg', sixteenBit: true } as const
    expect(judge({ result: flat(0), facts: tinyJpeg })).toEqual(['blank', 'tiny', 'colour-type', 'other-format'])
  })
})
