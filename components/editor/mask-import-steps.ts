// What a refusal of a mask means for its import: a question that the user can answer, or the end.
import type { ApiError } from '#lib/client/api-error.ts'
import type { MaskReading } from '#lib/client/mask-file.ts'

export type ImportStep =
  | { readonly kind: 'link' }
  | { readonly kind: 'reading' }
  /** Light and transparency both vary. */
  | { readonly kind: 'channel' }
  /** Of another size than the picture; `stretches` where of another shape too. */
  | { readonly kind: 'scale'; readonly width: number; readonly height: number; readonly stretches: boolean }
  | { readonly kind: 'failed'; readonly error: ApiError }

/** Half a pixel of rounding in a mask that was reduced is no other shape. */
const sameShape = (a: number, b: number, pictureWidth: number, pictureHeight: number): boolean =>
  Math.abs(a * pictureHeight - b * pictureWidth) <= Math.max(pictureWidth, pictureHeight)

/** No question is asked twice: an answer that did not help is a failure. */
export function stepAfter(error: ApiError, asked: MaskReading): ImportStep {
  if (error.code === 'mask_ambiguous' && asked.channel === null) return { kind: 'channel' }
  const { width, height, expectedWidth, expectedHeight } = error.details
  if (
    error.code === 'mask_size_mismatch' &&
    !asked.scale &&
    typeof width === 'number' &&
    typeof height === 'number' &&
    typeof expectedWidth === 'number' &&
    typeof expectedHeight === 'number'
  ) {
    return { kind: 'scale', width, height, stretches: !sameShape(width, height, expectedWidth, expectedHeight) }
  }
  return { kind: 'failed', error }
}
