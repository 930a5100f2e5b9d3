import { thumbnailUrl } from '#lib/client/picture-url.ts'
import type { ThumbnailWidth } from '#lib/core/limits.ts'

type PictureImageProps = { imageId: string; width: ThumbnailWidth; className?: string }

/** A small copy of a stored picture, filling its box. */
export const PictureImage = ({ imageId, width, className = 'size-full object-cover' }: PictureImageProps) => (
  // biome-ignore lint/performance/noImgElement: our server makes the small copies itself
  <img src={thumbnailUrl(imageId, width)} alt="" decoding="async" draggable={false} className={className} />
)
