import type { CSSProperties } from 'react'
import { pictureUrl } from '#lib/client/picture-url.ts'

/** Where the picture lies on the stage, in CSS px of the stage. */
export type PicturePlace = { x: number; y: number; width: number; height: number; zoom: number }

/** Above this zoom single pixels are shown, not smoothed. */
const sharpFrom = 4

const placed = ({ x, y, width, height, zoom }: PicturePlace): CSSProperties => ({
  left: x,
  top: y,
  width,
  height,
  imageRendering: zoom > sharpFrom ? 'pixelated' : 'auto',
})

/** One picture exactly over the one on the canvas. Another shape is fitted inside and centred. */
export function PictureOver({
  imageId,
  place,
  style,
}: {
  imageId: string
  place: PicturePlace
  style?: CSSProperties
}) {
  return (
    // biome-ignore lint/performance/noImgElement: the stored bytes themselves, not a copy
    <img
      alt=""
      src={pictureUrl(imageId)}
      draggable={false}
      className="checkerboard pointer-events-none absolute max-w-none object-contain"
      style={{ ...placed(place), ...style }}
    />
  )
}
