import { expect, test } from 'vitest'
import type { Receipt } from '#lib/edits/receipt.ts'
import { sameColour } from '#lib/registration/colour.ts'
import { identity } from '#lib/registration/transform.ts'
import { correctionFor, type Match } from './found-correction.ts'

const place: NonNullable<Receipt['place']> = {
  drift: { x: 3, y: -2 },
  scale: { x: 1.01, y: 1.01 },
  confidence: 0.9,
  applied: true,
  sure: true,
}
const colour: NonNullable<Receipt['colour']> = {
  levels: [-2, 0, 3],
  gain: [1.01, 1, 0.99],
  offset: [1, 0, -2],
  confidence: 0.8,
  applied: true,
  sure: true,
}
const size = { box: { width: 600, height: 400 }, result: { width: 1200, height: 800 } }
const match = (align: Match['align'], matchColour: Match['matchColour']): Match => ({ align, matchColour })

test('the drift is told in pixels of the image, and applied in those of the result', () => {
  const { transform } = correctionFor({ ...size, found: { place, colour }, match: match('auto', 'auto') })
  expect(transform).toEqual({ shift: { x: 6, y: -4 }, scale: place.scale })
})

test('off leaves either as it came, the other stays', () => {
  const found = { place, colour }
  expect(correctionFor({ ...size, found, match: match('off', 'auto') })).toEqual({
    transform: identity,
    colour: { gain: colour.gain, offset: colour.offset },
  })
  expect(correctionFor({ ...size, found, match: match('auto', 'off') }).colour).toEqual(sameColour)
})

test('what is not sure is applied only where it is asked for', () => {
  const found = { place: { ...place, sure: false, applied: false, confidence: 0.3 }, colour: null }
  expect(correctionFor({ ...size, found, match: match('auto', 'auto') }).transform).toBe(identity)
  expect(correctionFor({ ...size, found, match: match('on', 'auto') }).transform.shift.x).toBe(6)
})

test('an older receipt, which does not tell whether it was sure, is trusted in what it applied', () => {
  const old = { place: { ...place, sure: null }, colour: null }
  expect(correctionFor({ ...size, found: old, match: match('auto', 'auto') }).transform.shift.x).toBe(6)
  const left = { place: { ...place, sure: null, applied: false }, colour: null }
  expect(correctionFor({ ...size, found: left, match: match('auto', 'auto') }).transform).toBe(identity)
})

test('where nothing was measured the result lies as it came', () => {
  const none = { place: null, colour: null }
  const as = correctionFor({ ...size, found: none, match: match('on', 'on') })
  expect(as).toEqual({ transform: identity, colour: sameColour })
})
