// Fetches and decodes the pictures of a comparison, and makes the levels that they are drawn from.
import * as Comlink from 'comlink'
import { loadPyramid } from '../editor/photo-pyramid.ts'

const api = {
  /** Rejects where the picture cannot be had or read. */
  async load(url: string): Promise<ImageBitmap[]> {
    const levels = await loadPyramid(url)
    return Comlink.transfer(levels, levels)
  },
}

export type PicturesWorker = typeof api

Comlink.expose(api)
