// What an engine must have been given of a picture and its mask, by the edit's own plan.
import sharp, { type Sharp } from 'sharp'
import { intersectRects, type Size, wholeRect } from '../lib/core/geometry.ts'
import type { EditView } from '../lib/edits/edit.ts'
import type { CropPlan } from '../lib/frame/crop.ts'
import { scaleMaskPart } from '../lib/pixels/scale-mask.ts'

export const planOf = ({ crop }: Pick<EditView, 'crop'>): CropPlan => {
  if (crop === null) throw new Error('the edit has no crop')
  return crop
}

/** The mask in the geometry of the plan, byte for byte. */
export const sentMask = (painted: Uint8Array, { size, plan }: { size: Size; plan: CropPlan }): Buffer =>
  Buffer.from(scaleMaskPart({ source: { ...size, data: new Uint8Array(painted) }, from: plan.box, to: plan.sent }))

/**
 * How far what arrived is from the picture in the box, in levels on average, both at 64 × 64: by another program's
 * scaling, so that a shift or a swap of sides would show.
 */
export async function farFromBox(arrived: Uint8Array, picture: Uint8Array, plan: CropPlan): Promise<number> {
  const { width = 0, height = 0 } = await sharp(picture).metadata()
  const { x, y, ...part } = intersectRects(plan.box, wholeRect({ width, height }))
  const scale = plan.sent.width / plan.box.width
  const small = (image: Sharp) => image.removeAlpha().resize(64, 64, { fit: 'fill' }).raw().toBuffer()
  const inside = {
    left: Math.round((x - plan.box.x) * scale),
    top: Math.round((y - plan.box.y) * scale),
    width: Math.round(part.width * scale),
    height: Math.round(part.height * scale),
  }
  const [a, b] = await Promise.all([
    small(sharp(arrived).extract(inside)),
    small(sharp(picture).extract({ left: x, top: y, width: part.width, height: part.height })),
  ])
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length
}
