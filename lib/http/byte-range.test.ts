import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesIfNoneMatch, matchesIfRange, parseByteRange } from './byte-range.ts'

describe('a Range', () => {
  test.each([
    [null, 100, null],
    ['bytes=0-0', 100, { start: 0, end: 0 }],
    ['bytes=0-99', 100, { start: 0, end: 99 }],
    ['bytes=10-', 100, { start: 10, end: 99 }],
    ['bytes=99-', 100, { start: 99, end: 99 }],
    ['bytes=90-1000', 100, { start: 90, end: 99 }],
    ['bytes=-1', 100, { start: 99, end: 99 }],
    ['bytes=-1000', 100, { start: 0, end: 99 }],
    ['Bytes= 5-6 ', 100, { start: 5, end: 6 }],
    ['bytes=0-99999999999999999999', 100, { start: 0, end: 99 }],
    ['bytes=100-', 100, 'unsatisfiable'],
    ['bytes=99999999999999999999-', 100, 'unsatisfiable'],
    ['bytes=-0', 100, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-5', 0, 'unsatisfiable'],
    ['', 100, null],
    ['bytes=', 100, null],
    ['bytes=-', 100, null],
    ['bytes=6-5', 100, null],
    ['bytes=0-1,4-5', 100, null],
    ['bytes=a-b', 100, null],
    ['bytes=--5', 100, null],
    ['bytes=1.5-2', 100, null],
    ['items=0-5', 100, null],
    ['bytes 0-5', 100, null],
  ])('%j of %i bytes is %j', (header, size, range) => {
    expect(parseByteRange(header, size)).toEqual(range)
  })

  test('that is answered lies within the file', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.option(fc.nat(60)), fc.option(fc.nat(60)), (size, first, last) => {
        const range = parseByteRange(`bytes=${first ?? ''}-${last ?? ''}`, size)
        if (range === null || range === 'unsatisfiable') return
        expect(0 <= range.start && range.start <= range.end && range.end < size).toBe(true)
      }),
    )
  })
})

test.each([
  [null, false],
  ['*', true],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", W/"a"', true],
  ['"x,y" , "a"', true],
  ['"b"', false],
  ['"b,"a","', false],
  ['a', false],
  ['"A"', false],
  ['', false],
])('If-None-Match %j against "a" is %j', (header, matches) => {
  expect(matchesIfNoneMatch(header, '"a"')).toBe(matches)
})

test.each([
  [null, true],
  ['"a"', true],
  ['W/"a"', false],
  ['"b"', false],
  ['Wed, 21 Oct 2015 07:28:00 GMT', false],
])('If-Range %j against "a" is %j', (header, matches) => {
  expect(matchesIfRange(header, '"a"')).toBe(matches)
})

test('a weak tag matches If-None-Match, and never If-Range', () => {
  expect(matchesIfNoneMatch('"a"', 'W/"a"')).toBe(true)
  expect(matchesIfRange('W/"a"', 'W/"a"')).toBe(false)
})
