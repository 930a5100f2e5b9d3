// The jobs of the pixel threads; `Pixels` in pixels.ts is how the rest of the server calls them.
import { checkResult } from './check-result.ts'
import { composeForEngine, cutBase } from './compose.ts'
import { makeDifference } from './difference-image.ts'
import { finishEdit } from './finish.ts'
import { makeHeatMap } from './heat-map.ts'
import { inspectImage } from './inspect.ts'
import { makeJpeg } from './jpeg.ts'
import { encodeMask, readMask } from './mask-image.ts'
import { prepareForEngine } from './prepare.ts'
import { shapeStoredMask } from './shape-mask.ts'
import { makeThumbnail } from './thumbnail.ts'
import { makeWorkingCopy } from './working-copy.ts'
import { readSettings } from './xmp.ts'

export const jobs = {
  inspectImage,
  makeWorkingCopy,
  readMask,
  encodeMask,
  shapeStoredMask,
  makeThumbnail,
  makeDifference,
  makeHeatMap,
  makeJpeg,
  readSettings,
  finishEdit,
  checkResult,
  prepareForEngine,
  composeForEngine,
  cutBase,
}

export type PixelJobs = typeof jobs
