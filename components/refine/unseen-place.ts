// Where to say that the engine has not seen a stroke: at the stroke, and outside of the crop, which it has seen.
import { containsRect, intersectRects, isEmpty, type Rect, type Size } from '#lib/core/geometry.ts'

/** On the screen. */
const tag: Size = { width: 236, height: 24 }
const gap = 8

type Places = {
  /** All on the screen: what is painted, the crop, and what is seen of the picture. */
  readonly painted: Rect
  readonly crop: Rect
  readonly picture: Rect
}

/** The tag's upper left corner: on the stroke, or else beside the crop on its side, as near as there is room. */
export function unseenPlace({ painted, crop, picture }: Places): { x: number; y: number } {
  const stroke = partBeyond(painted, crop)
  const middle = { x: stroke.x + stroke.width / 2, y: stroke.y + stroke.height / 2 }
  const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value))
  const x = within(middle.x - tag.width / 2, picture.x, picture.x + picture.width - tag.width)
  const y = within(middle.y - tag.height / 2, picture.y, picture.y + picture.height - tag.height)
  const spots = [
    { x, y },
    { x, y: crop.y - gap - tag.height },
    { x, y: crop.y + crop.height + gap },
    { x: crop.x - gap - tag.width, y },
    { x: crop.x + crop.width + gap, y },
  ]
  const free = spots.filter((spot) => {
    const place = { ...spot, ...tag }
    return isEmpty(intersectRects(place, crop)) && containsRect(picture, place)
  })
  const away = (spot: { x: number; y: number }) =>
    Math.hypot(spot.x + tag.width / 2 - middle.x, spot.y + tag.height / 2 - middle.y)
  return free.sort((a, b) => away(a) - away(b)).at(0) ?? spots[0]
}

/** The largest part on one side of the crop. */
function partBeyond(painted: Rect, crop: Rect): Rect {
  const { x, y, width, height } = painted
  const [right, bottom] = [crop.x + crop.width, crop.y + crop.height]
  const parts = [
    { x, y, width: Math.min(width, crop.x - x), height },
    { x: Math.max(x, right), y, width: x + width - Math.max(x, right), height },
    { x, y, width, height: Math.min(height, crop.y - y) },
    { x, y: Math.max(y, bottom), width, height: y + height - Math.max(y, bottom) },
  ].filter((part) => !isEmpty(part))
  return parts.sort((a, b) => b.width * b.height - a.width * a.height).at(0) ?? painted
}
