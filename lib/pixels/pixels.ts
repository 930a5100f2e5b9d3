// Everything that touches pixels on the server, as calls that run in worker threads.
import type { PixelJobs } from './pixel-worker.ts'
import { createPool } from './pool.ts'

/** The jobs of pixel-worker.ts; an aborted one rejects with the signal's reason. */
export type Pixels = {
  readonly [K in keyof PixelJobs]: (
    input: Parameters<PixelJobs[K]>[0],
    signal?: AbortSignal,
  ) => ReturnType<PixelJobs[K]>
} & { close(): Promise<void> }

type PixelsOptions = {
  /** The project's folder. */
  root: string
  workers?: number
}

export function createPixels({ root, workers = 2 }: PixelsOptions): Pixels {
  const pool = createPool<PixelJobs>({ root, module: 'lib/pixels/pixel-worker.ts', workers })
  return {
    inspectImage: (path, signal) => pool.run('inspectImage', path, signal),
    makeWorkingCopy: (request, signal) => pool.run('makeWorkingCopy', request, signal),
    readMask: (request, signal) => pool.run('readMask', request, signal),
    encodeMask: (mask, signal) => pool.run('encodeMask', mask, signal),
    shapeStoredMask: (request, signal) => pool.run('shapeStoredMask', request, signal),
    makeThumbnail: (request, signal) => pool.run('makeThumbnail', request, signal),
    makeDifference: (request, signal) => pool.run('makeDifference', request, signal),
    makeHeatMap: (request, signal) => pool.run('makeHeatMap', request, signal),
    makeJpeg: (path, signal) => pool.run('makeJpeg', path, signal),
    readSettings: (path, signal) => pool.run('readSettings', path, signal),
    finishEdit: (request, signal) => pool.run('finishEdit', request, signal),
    checkResult: (path, signal) => pool.run('checkResult', path, signal),
    prepareForEngine: (request, signal) => pool.run('prepareForEngine', request, signal),
    composeForEngine: (request, signal) => pool.run('composeForEngine', request, signal),
    cutBase: (request, signal) => pool.run('cutBase', request, signal),
    close: () => pool.close(),
  }
}
