// What a fill is measured against: the two methods of OpenCV.
import { createRequire } from 'node:module'
import type * as OpenCv from '@techstark/opencv-js'
import type { Mask } from '#lib/mask/islands.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'

/** The package is CommonJS and exports a promise of what its types describe; `require` keeps one. */
const load = (): Promise<typeof OpenCv> => createRequire(import.meta.url)('@techstark/opencv-js')

export type Method = 'telea' | 'navier-stokes'

/** Continues the surroundings into the hole (mask not 0). Three channels in, a new raster of the same size out. */
export async function inpaint({ data, width, height }: Pixmap, hole: Mask, method: Method): Promise<Pixmap> {
  const cv = await load()
  // Memory on the other side is not collected: every matrix is deleted, whatever happens.
  const source = new cv.Mat(height, width, cv.CV_8UC3)
  const mask = new cv.Mat(height, width, cv.CV_8UC1)
  const filled = new cv.Mat()
  try {
    source.data.set(data)
    mask.data.set(hole.data)
    if (method === 'telea') cv.inpaint(source, mask, filled, 5, cv.INPAINT_TELEA)
    else cv.inpaint(source, mask, filled, 3, cv.INPAINT_NS)
    return { data: new Uint8Array(filled.data), width, height, channels: 3 }
  } finally {
    for (const matrix of [source, mask, filled]) matrix.delete()
  }
}
