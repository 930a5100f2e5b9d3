// What was measured of an edit on its stored file. What was not measured is null, never 0.

export type Receipt = {
  /** Pixels where the mask is 0; null without a mask, when nothing was protected. */
  protectedPixels: number | null
  /** Of these, how many differ between the image and the stored output. 0 for a lossless output. */
  protectedPixelsChanged: number | null
  /** Sizes in pixels: what was sent, what came back, what is stored. */
  sent: { width: number; height: number; bytes: number } | null
  received: { width: number; height: number; bytes: number; format: string }
  stored: { width: number; height: number; bytes: number; format: string }
  /** Whether every sample of the stored file is exact. JPEG cannot be. */
  lossless: boolean
  timesMs: { queued: number | null; engine: number | null; fetching: number | null; finishing: number | null }
  costMicroUsd: number
}
