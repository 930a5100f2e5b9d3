import sharp from 'sharp'
import type { Rect, Size } from '../core/geometry.ts'
import type { Pixmap } from '../retouch/pixmap.ts'

/** A part inside of a picture in a smaller size, Lanczos-3, both sides scaled on their own. */
export async function reducePart(image: Pixmap, { part, to }: { part: Rect; to: Size }): Promise<Pixmap> {
  const { width, height, channels, data } = image
  const extracted = sharp(data, { raw: { width, height, channels } }).extract({
    left: part.x,
    top: part.y,
    width: part.width,
    height: part.height,
  })
  const reduced = await extracted
    .resize({ ...to, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer()
  return { ...to, channels, data: reduced }
}
