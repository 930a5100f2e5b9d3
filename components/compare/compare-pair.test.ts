import { expect, test } from 'vitest'
import { editView, imageView } from '../editor/editor.fixture.ts'
import { versionTree } from '../editor/version-tree.ts'
import { type CompareMode, compareModes, nextMode } from './compare-mode.ts'
import { defaultPair, dividerAfterKey, keptPair, ofOneSize, withVersion } from './compare-pair.ts'

const at = (minute: number): string => `2026-11-22T12:${minute}:00.000Z`
const family = {
  rootImageId: 'root',
  images: [
    imageView({ id: 'root', createdAt: at(10) }),
    imageView({ id: 'a', kind: 'output', createdAt: at(11) }),
    imageView({ id: 'b', kind: 'output', createdAt: at(12) }),
  ],
  edits: [
    editView({ id: 'to-a', imageId: 'root', outputImageId: 'a', createdAt: at(11) }),
    editView({ id: 'to-b', imageId: 'a', outputImageId: 'b', createdAt: at(12) }),
  ],
}
const { versions } = versionTree(family)
const [root, a, b] = versions

test('a version stands beside its parent, the original beside the newest, and one alone beside nothing', () => {
  expect(defaultPair(versions, b)).toEqual({ before: a, after: b })
  expect(defaultPair(versions, root)).toEqual({ before: root, after: b })
  expect(defaultPair([root], root)).toBeNull()
})

test('a chosen pair is kept as long as both are there', () => {
  expect(keptPair(versions, { before: b, after: root })).toEqual({ before: b, after: root })
  expect(keptPair([root, a], { before: b, after: root })).toBeNull()
})

test('any version goes to either side, and one that stands on the other side changes places', () => {
  expect(withVersion({ before: root, after: a }, 'after', b)).toEqual({ before: root, after: b })
  expect(withVersion({ before: root, after: a }, 'before', b)).toEqual({ before: b, after: a })
  expect(withVersion({ before: root, after: a }, 'before', a)).toEqual({ before: a, after: root })
  expect(withVersion({ before: root, after: a }, 'before', root)).toEqual({ before: root, after: a })
})

test('only versions of one width and one height can be told apart pixel by pixel', () => {
  expect(ofOneSize({ before: root, after: a })).toBe(true)
  const wide = { ...a, image: { ...a.image, width: a.image.width + 1 } }
  expect(ofOneSize({ before: root, after: wide })).toBe(false)
})

test('the next mode of the last is the first, and each comes once', () => {
  const seen = compareModes.map((_, times) => {
    let mode: CompareMode = 'slider'
    for (let i = 0; i < times; i++) mode = nextMode(mode)
    return mode
  })
  expect(seen).toEqual(compareModes)
  expect(nextMode('difference')).toBe('slider')
})

test('the divider moves by one and by ten percent, to both ends, and not beyond', () => {
  expect(dividerAfterKey(0.5, 'ArrowRight', false)).toBeCloseTo(0.51)
  expect(dividerAfterKey(0.5, 'ArrowLeft', true)).toBeCloseTo(0.4)
  expect(dividerAfterKey(0.95, 'ArrowUp', true)).toBe(1)
  expect(dividerAfterKey(0.004, 'ArrowDown', false)).toBe(0)
  expect([dividerAfterKey(0.3, 'Home', false), dividerAfterKey(0.3, 'End', false)]).toEqual([0, 1])
  expect(dividerAfterKey(0.3, 'Enter', false)).toBeNull()
})
