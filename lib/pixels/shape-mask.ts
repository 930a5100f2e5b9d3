import { AppError } from '../core/errors.ts'
import type { Rect, Size } from '../core/geometry.ts'
import { type MaskEdge, shapeMask } from '../mask/edge.ts'
import { coverageOf, coveredBounds, createRaster, type Raster } from '../mask/raster.ts'
import { encodeMask, readMask } from './mask-image.ts'

export type ShapeRequest = {
  /** A stored mask; null: all of the box. */
  path: string | null
  size: Size
  edge: MaskEdge
  /** What the engine has seen. */
  box: Rect
}

export type ShapedMask = { png: Uint8Array<ArrayBuffer>; coverage: number; bounds: Rect }

/**
 * A mask as refining blends through it: grown, feathered, weakened, cut to the box.
 * @throws AppError mask_empty where nothing is left of it
 */
export async function shapeStoredMask({ path, size, edge, box }: ShapeRequest): Promise<ShapedMask> {
  const raster: Raster =
    path === null ? wholly(size) : { ...size, data: (await readMask({ source: path, size })).raster }
  shapeMask({ raster, edge, box })
  const bounds = coveredBounds(raster)
  if (bounds.width === 0) throw new AppError('mask_empty', { field: 'mask' })
  return { png: await encodeMask({ raster: raster.data, size }), coverage: coverageOf(raster), bounds }
}

function wholly(size: Size): Raster {
  const raster = createRaster(size)
  raster.data.fill(255)
  return raster
}
