// Addresses of stored pictures, relative to the studio: they work under whatever name it was opened.
import { type ThumbnailWidth, thumbnailWidths } from '../core/limits.ts'

export const pictureUrl = (imageId: string): string => `/i/${imageId}`

export const thumbnailUrl = (imageId: string, width: ThumbnailWidth): string => `/i/${imageId}?w=${width}`

/** A grey PNG: by how many levels each pixel of the one differs from that of the other. Of two images of one size. */
export const differenceUrl = ({ beforeId, afterId }: { beforeId: string; afterId: string }): string =>
  `/api/images/${beforeId}/difference?to=${afterId}`

/** Answers with a file name. */
export const downloadUrl = (imageId: string): string => `/i/${imageId}?download`

/** Levels off outside the mask, before paste-back: grey, and transparent where a pixel is not counted. */
export const heatMapUrl = (editId: string): string => `/api/edits/${editId}/heat-map`

/** The same picture as a JPEG, which cannot be exact. */
export const jpegUrl = (imageId: string): string => `/i/${imageId}?download&as=jpeg`

/** A `srcset` of all widths; the browser takes what `sizes` needs. */
export const thumbnailSet = (imageId: string): string =>
  thumbnailWidths.map((width) => `${thumbnailUrl(imageId, width)} ${width}w`).join(', ')
