// Undo and redo, bounded by bytes. While a gesture runs, each 256 px tile is copied before it first changes; at its end
// the copy is kept only as the run-length code of before XOR after. That is as small as the change itself (a tile full
// of earlier soft strokes costs nothing), and one code serves both ways: undo and redo are the same XOR.
import { emptyRect, intersectRects, type Rect, unionRects, wholeRect } from '../core/geometry.ts'
import type { Raster } from './raster.ts'
import { encodeRuns, xorRuns } from './run-length.ts'

const tileSize = 256
const defaultCapBytes = 64 * 1024 * 1024

type Step = {
  readonly tiles: readonly { index: number; difference: Uint8Array }[]
  readonly bytes: number
  /** Holds every pixel that differs. */
  readonly rect: Rect
}

export function createHistory(raster: Raster, capBytes: number = defaultCapBytes) {
  const columns = Math.ceil(raster.width / tileSize)
  let before = new Map<number, Uint8Array>()
  let touched = emptyRect
  const undoSteps: Step[] = []
  let redoSteps: Step[] = []
  let bytes = 0

  const tileRect = (index: number): Rect => {
    const x = (index % columns) * tileSize
    const y = Math.floor(index / columns) * tileSize
    return intersectRects({ x, y, width: tileSize, height: tileSize }, wholeRect(raster))
  }

  /** Calls back with the offset of each row of a tile in the raster, and in the tile. */
  const eachRow = ({ x, y, width, height }: Rect, visit: (inRaster: number, inTile: number) => void): void => {
    for (let row = 0; row < height; row++) visit((y + row) * raster.width + x, row * width)
  }

  const copyTile = (index: number): Uint8Array => {
    const rect = tileRect(index)
    const copy = new Uint8Array(rect.width * rect.height)
    eachRow(rect, (from, to) => copy.set(raster.data.subarray(from, from + rect.width), to))
    return copy
  }

  /** The tile's pixels XOR `pixels`, written to `target`. */
  const differ = (index: number, pixels: Uint8Array): boolean => {
    const rect = tileRect(index)
    let differs = 0
    eachRow(rect, (from, to) => {
      for (let x = 0; x < rect.width; x++) {
        pixels[to + x] ^= raster.data[from + x]
        differs |= pixels[to + x]
      }
    })
    return differs !== 0
  }

  const applyStep = ({ tiles, rect }: Step): Rect => {
    const { data, width: stride } = raster
    for (const { index, difference } of tiles) {
      const { x, y, width } = tileRect(index)
      xorRuns(difference, { data, start: y * stride + x, width, stride })
    }
    return rect
  }

  /** The oldest steps go first. The newest stays even when it alone is over the cap: the last act can always be undone. */
  const trim = (): void => {
    while (bytes > capBytes && undoSteps.length > 1) bytes -= undoSteps.shift()?.bytes ?? 0
  }

  return {
    /** Must be called before the pixels of `rect` change. */
    touch(rect: Rect): void {
      const inside = intersectRects(rect, wholeRect(raster))
      touched = unionRects(touched, inside)
      const lastColumn = Math.floor((inside.x + inside.width - 1) / tileSize)
      const lastRow = Math.floor((inside.y + inside.height - 1) / tileSize)
      for (let row = Math.floor(inside.y / tileSize); row <= lastRow; row++) {
        for (let column = Math.floor(inside.x / tileSize); column <= lastColumn; column++) {
          const index = row * columns + column
          if (!before.has(index)) before.set(index, copyTile(index))
        }
      }
    },

    /**
     * Makes one step of everything since the last, and says whether it did: a change of nothing makes none, and then redo
     * stays.
     */
    commit(): boolean {
      const tiles: { index: number; difference: Uint8Array }[] = []
      let stepBytes = 0
      for (const [index, pixels] of before) {
        if (!differ(index, pixels)) continue
        const difference = encodeRuns(pixels)
        tiles.push({ index, difference })
        stepBytes += difference.byteLength
      }
      const rect = touched
      before = new Map()
      touched = emptyRect
      if (tiles.length === 0) return false
      for (const step of redoSteps) bytes -= step.bytes
      redoSteps = []
      undoSteps.push({ tiles, bytes: stepBytes, rect })
      bytes += stepBytes
      trim()
      return true
    },

    /** Puts back everything since the last step, exactly. Returns the pixels that may have changed. */
    abort(): Rect {
      const dirty = touched
      for (const [index, pixels] of before) {
        const rect = tileRect(index)
        eachRow(rect, (to, from) => raster.data.set(pixels.subarray(from, from + rect.width), to))
      }
      before = new Map()
      touched = emptyRect
      return dirty
    },

    undo(): Rect {
      const step = undoSteps.pop()
      if (!step) return emptyRect
      redoSteps.push(step)
      return applyStep(step)
    },

    redo(): Rect {
      const step = redoSteps.pop()
      if (!step) return emptyRect
      undoSteps.push(step)
      return applyStep(step)
    },

    canUndo: (): boolean => undoSteps.length > 0,
    canRedo: (): boolean => redoSteps.length > 0,
    /** What the kept steps weigh, undone ones included. */
    bytes: (): number => bytes,
    depth: (): number => undoSteps.length,
  }
}
