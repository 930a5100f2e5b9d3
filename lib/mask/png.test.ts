import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { createRunDeflater, writeRun } from './deflate-runs.ts'
import { applyOperation } from './operation.ts'
import { decodePng, encodePng } from './png.ts'
import { brushes, paths, rasters, sizes } from './random.fixture.ts'
import { createRaster, type Raster } from './raster.ts'

const roundTrip = async (raster: Raster): Promise<void> => {
  expect(await decodePng(await encodePng(raster))).toEqual({ ok: true, value: raster })
}

describe('writing and reading', () => {
  test('a painted mask comes back to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, brushes, paths, async (size, brush, points) => {
        const raster = createRaster(size)
        applyOperation({ raster, operation: { kind: 'stroke', brush, points } })
        await roundTrip(raster)
      }),
    )
  })

  test('noise comes back to the byte', async () => {
    await fc.assert(fc.asyncProperty(rasters, roundTrip))
  })

  test('one pixel, one row, one column, and odd sizes beyond every run length', async () => {
    for (const [width, height] of [
      [1, 1],
      [1, 300],
      [777, 1],
      [259, 7],
      [260, 3],
      [523, 131],
    ]) {
      const raster = createRaster({ width, height })
      await roundTrip(raster)
      for (let i = 0; i < raster.data.length; i++) raster.data[i] = (i * i) >> 5
      await roundTrip(raster)
    }
  })

  test('a large soft mask comes back to the byte, from few bytes, whoever else gets a turn meanwhile', async () => {
    const raster = createRaster({ width: 701, height: 600 })
    const brush = { sizePx: 300, hardness: 0, value: 255 }
    const path = [0, 1, 2, 3].map((i) => ({ x: 150 * i + 80, y: 300 + 200 * (-1) ** i }))
    applyOperation({ raster, operation: { kind: 'stroke', brush, points: path } })
    await roundTrip(raster)
    let pauses = 0
    const png = await encodePng(raster, async () => {
      pauses++
    })
    expect(pauses).toBeGreaterThan(0)
    expect(png).toEqual(await encodePng(raster))
    expect(png.length).toBeLessThan(raster.data.length / 5)
  })

  test('another reader sees one grey channel of 8 bits with the same bytes', async () => {
    const raster = createRaster({ width: 301, height: 203 })
    applyOperation({
      raster,
      operation: {
        kind: 'stroke',
        brush: { sizePx: 90, hardness: 0.4, value: 190 },
        points: [
          { x: 20, y: 30 },
          { x: 290, y: 170 },
        ],
      },
    })
    const png = await encodePng(raster)
    const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.channels]).toEqual([301, 203, 1])
    expect(data.equals(raster.data)).toBe(true)
    expect(await sharp(png).metadata()).toMatchObject({ space: 'b-w', channels: 1, depth: 'uchar' })
  })

  test('what another writer makes is read, whatever its filters', async () => {
    const raster = createRaster({ width: 90, height: 70 })
    for (let i = 0; i < raster.data.length; i++) raster.data[i] = (i % 90) + ((i * 13) >> 6)
    const png = await sharp(raster.data, { raw: { width: 90, height: 70, channels: 1 } })
      .toColourspace('b-w')
      .png({ adaptiveFiltering: true })
      .toBuffer()
    expect(await decodePng(new Uint8Array(png))).toEqual({ ok: true, value: raster })
  })
})

describe('what is not ours is refused', () => {
  test('no PNG, another kind of PNG, a broken one', async () => {
    expect(await decodePng(new Uint8Array([1, 2, 3]))).toEqual({ ok: false, error: 'not-png' })
    const rgb = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    expect(await decodePng(new Uint8Array(rgb))).toEqual({ ok: false, error: 'not-grey-8' })
    const png = await encodePng(createRaster({ width: 40, height: 40 }))
    for (const cut of [20, 40, png.length - 20]) {
      expect(await decodePng(png.slice(0, cut))).toEqual({ ok: false, error: 'damaged' })
    }
    png[45] ^= 1
    expect(await decodePng(png)).toEqual({ ok: false, error: 'damaged' })
  })
})

const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 70_000 })), {
  maxLength: 12,
})
/** Of every length that a copy may have, and single bytes between them: blocks with many codes, and more than one. */
const manyRuns = Array.from({ length: 90_000 }, (_, i): [number, number] => [(i * i) % 251, 1 + ((i * 7) % 300)])

test('the run deflater writes what zlib inflates, checksum included, for any runs', () => {
  const inflates = (given: readonly [number, number][]): void => {
    const deflater = createRunDeflater()
    for (const [byte, count] of given) {
      const tokens = new Uint16Array(count)
      deflater.push(tokens, writeRun(tokens, 0, byte, count))
      deflater.checked(count, byte * count, byte * ((count * (count + 1)) / 2))
    }
    const expected = Buffer.concat(given.map(([byte, count]) => Buffer.alloc(count, byte)))
    expect(inflateSync(deflater.finish()).equals(expected)).toBe(true)
  }
  fc.assert(fc.property(runs, inflates))
  inflates(manyRuns)
})
