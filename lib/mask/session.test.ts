import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHistory } from './history.ts'
import { applyOperation, clearMask } from './operation.ts'
import { brushes, copyOf, operations, paths, rasters, rastersWithRegion } from './random.fixture.ts'
import { createRaster } from './raster.ts'
import { createMaskSession } from './session.ts'

describe('undo and redo', () => {
  test('undoing everything gives the first raster, redoing everything the last, to the byte', () => {
    fc.assert(
      fc.property(rasters, fc.array(operations, { maxLength: 8 }), (raster, list) => {
        const session = createMaskSession(raster)
        const first = copyOf(raster)
        for (const operation of list) session.apply(operation)
        const last = copyOf(raster)
        while (session.canUndo()) session.undo()
        expect(raster).toEqual(first)
        while (session.canRedo()) session.redo()
        expect(raster).toEqual(last)
      }),
    )
  })

  test('each step back is the raster before that step, also across several tiles', () => {
    const raster = createRaster({ width: 700, height: 300 })
    const session = createMaskSession(raster)
    const seen = [copyOf(raster)]
    for (let i = 0; i < 5; i++) {
      session.begin({ sizePx: 60, hardness: 0.3, value: i === 3 ? 0 : 255 })
      session.extend([{ x: 10 + i * 40, y: 290 - i * 50 }])
      session.extend([{ x: 690, y: 10 + i * 60 }])
      session.end()
      seen.push(copyOf(raster))
    }
    for (let i = 4; i >= 0; i--) {
      session.undo()
      expect(raster).toEqual(seen[i])
    }
    for (let i = 1; i <= 5; i++) {
      session.redo()
      expect(raster).toEqual(seen[i])
    }
  })

  test('a new change forgets what was undone; a change of nothing does not', () => {
    const session = createMaskSession(createRaster({ width: 8, height: 8 }))
    session.apply({ kind: 'invert' })
    session.undo()
    session.apply(clearMask)
    expect([session.canUndo(), session.canRedo()]).toEqual([false, true])
    session.apply({ kind: 'fill', value: 9 })
    expect([session.canUndo(), session.canRedo()]).toEqual([true, false])
  })
})

describe('undo of whole masks', () => {
  test('a loaded raster and a region come and go as one step each', () => {
    fc.assert(
      fc.property(rastersWithRegion, fc.infiniteStream(fc.nat(255)), ({ raster, region }, bytes) => {
        const session = createMaskSession(raster)
        const seen = [copyOf(raster)]
        session.apply({ kind: 'region', region, combine: 'add', value: 200, featherPx: 3 })
        seen.push(copyOf(raster))
        session.apply({ kind: 'load', data: Uint8Array.from(raster.data, () => bytes.next().value ?? 0) })
        seen.push(copyOf(raster))
        // A change of nothing is no step.
        const steps = [0, 1].filter((i) => !Buffer.from(seen[i].data).equals(seen[i + 1].data)).length
        for (let i = 0; i < steps; i++) session.undo()
        expect(session.canUndo()).toBe(false)
        expect(raster).toEqual(seen[0])
        for (let i = 0; i < steps; i++) session.redo()
        expect(raster).toEqual(seen[2])
      }),
    )
  })

  test('at 20 megapixels, a feather, a growth and an inversion fit the cap together', () => {
    const raster = createRaster({ width: 5472, height: 3648 })
    const session = createMaskSession(raster)
    for (let k = 0; k < 30; k++) {
      const at = { cx: (k * 1789) % 5472, cy: (k * 1117) % 3648, rx: 150 + k * 12, ry: 400 - k * 9 }
      session.apply({ kind: 'shape', shape: { kind: 'ellipse', ...at }, combine: 'add', value: 255, featherPx: 0 })
    }
    const before = copyOf(raster)
    session.apply({ kind: 'feather', px: 60 })
    session.apply({ kind: 'grow', px: 100 })
    session.apply({ kind: 'invert' })
    const after = copyOf(raster)
    for (let i = 0; i < 3; i++) session.undo()
    expect(Buffer.from(raster.data).equals(before.data)).toBe(true)
    for (let i = 0; i < 3; i++) session.redo()
    expect(Buffer.from(raster.data).equals(after.data)).toBe(true)
  })
})

describe('gestures', () => {
  test('an aborted stroke leaves no trace in the raster or in the history', () => {
    fc.assert(
      fc.property(rasters, brushes, paths, (raster, brush, path) => {
        const session = createMaskSession(raster)
        const before = copyOf(raster)
        session.begin(brush)
        for (const point of path) session.extend([point])
        session.abort()
        expect(raster).toEqual(before)
        expect(session.canUndo()).toBe(false)
      }),
    )
  })

  test('undo, invert and a second stroke wait until the stroke under the hand has ended', () => {
    const raster = createRaster({ width: 20, height: 20 })
    const session = createMaskSession(raster)
    session.apply({ kind: 'fill', value: 40 })
    session.begin({ sizePx: 4, hardness: 1, value: 255 })
    session.extend([{ x: 5, y: 5 }])
    session.undo()
    session.apply({ kind: 'invert' })
    session.begin({ sizePx: 19, hardness: 1, value: 0 })
    session.extend([{ x: 9, y: 5 }])
    session.end()
    expect(raster.data[5 * 20 + 7]).toBe(255)
    expect(raster.data[19 * 20 + 19]).toBe(40)
    session.undo()
    expect(raster.data.every((value) => value === 40)).toBe(true)
  })
})

describe('the byte cap', () => {
  /** An ordinary stroke: a third of the image long, wavy, with the brush that a new user has. */
  const wave = (k: number) =>
    Array.from({ length: 80 }, (_, i) => ({
      x: 200 + ((k * 137) % 1400) + i * 10,
      y: 200 + ((k * 211) % 1600) + 90 * Math.sin(i / 9 + k),
    }))

  test('holds at least 200 ordinary strokes', () => {
    const raster = createRaster({ width: 2600, height: 2100 })
    const history = createHistory(raster)
    let changes = 0
    for (let k = 0; k < 210; k++) {
      const brush = { sizePx: 100, hardness: 0.8, value: [255, 0, 128][k % 3] }
      applyOperation({ raster, operation: { kind: 'stroke', brush, points: wave(k) }, touch: history.touch })
      const depth = history.depth()
      history.commit()
      changes += history.depth() - depth
    }
    expect(changes).toBeGreaterThan(200)
    expect(history.depth()).toBe(changes)
    expect(history.bytes()).toBeLessThan(32 * 1024 * 1024)
    while (history.canUndo()) history.undo()
    expect(raster.data.every((value) => value === 0)).toBe(true)
  })

  test('drops the oldest steps and never the last one', () => {
    const raster = createRaster({ width: 256, height: 256 })
    const history = createHistory(raster, 100_000)
    const change = (salt: number): void => {
      history.touch({ x: 0, y: 0, width: 256, height: 256 })
      for (let i = 0; i < raster.data.length; i++) raster.data[i] = (i * 7919 * salt) >> 3
      history.commit()
    }
    change(1)
    const afterFirst = copyOf(raster)
    change(2)
    expect(history.depth()).toBe(1)
    expect(history.bytes()).toBeLessThanOrEqual(100_000)
    history.undo()
    expect(raster).toEqual(afterFirst)
    expect(history.canUndo()).toBe(false)
  })
})
