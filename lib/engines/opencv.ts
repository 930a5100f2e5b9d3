// The one place that knows OpenCV. Loading takes 0.3 s and 80 MB: on first use only, and it goes with the thread.
import { createRequire } from 'node:module'
import type * as OpenCv from '@techstark/opencv-js'
import type { Mask } from '../mask/islands.ts'
import type { Pixmap } from '../retouch/pixmap.ts'

/** The package is CommonJS and exports a promise of what its types describe; `require` keeps one for the thread. */
const load = (): Promise<typeof OpenCv> => createRequire(import.meta.url)('@techstark/opencv-js')

/** Half the width of the widest hole for which Navier–Stokes is the sharper of the two, and the faster. */
const thinHalfWidthPx = 5

/** Continues the surroundings into the hole (mask not 0). Three channels in, a new raster of the same size out. */
export async function inpaint({ data, width, height }: Pixmap, hole: Mask): Promise<Pixmap> {
  const cv = await load()
  // Memory on the other side is not collected: every matrix is deleted, whatever happens.
  const source = new cv.Mat(height, width, cv.CV_8UC3)
  const mask = new cv.Mat(height, width, cv.CV_8UC1)
  const depth = new cv.Mat()
  const filled = new cv.Mat()
  try {
    source.data.set(data)
    mask.data.set(hole.data)
    cv.distanceTransform(mask, depth, cv.DIST_L2, 3)
    const thin = !depth.data32F.some((distance) => distance > thinHalfWidthPx)
    cv.inpaint(source, mask, filled, thin ? 3 : 5, thin ? cv.INPAINT_NS : cv.INPAINT_TELEA)
    return { data: new Uint8Array(filled.data), width, height, channels: 3 }
  } finally {
    for (const matrix of [source, mask, depth, filled]) matrix.delete()
  }
}
