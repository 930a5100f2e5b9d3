// Where the tag that names the inside of the mask can stand without hiding what it is not about: inside, where there is
// room for all of it, else beside the crop.
import type { Rect, Size } from '#lib/core/geometry.ts'
import { boundsOf, type HeatMap } from './heat-map.ts'

/** On the screen, with air around it. */
const tag: Size = { width: 196, height: 32 }
/** Looked at along the tag: the edge of a mask that passes between two of these is a hair. */
const looks = { across: 16, down: 4 }

type Map = Pick<HeatMap, 'width' | 'height' | 'levels' | 'outlines'>

/** The tag's middle in pixels of the map, of which each is `scale` on the screen; null where it would lie over the heat. */
export function spotInside(
  map: Map,
  scale: { readonly x: number; readonly y: number },
): { x: number; y: number } | null {
  const [width, height] = [tag.width / scale.x, tag.height / scale.y]
  const outlines = map.outlines.map(boundsOf).sort((a, b) => b.right - b.left - (a.right - a.left))
  for (const { left, right, top, bottom } of outlines) {
    const x = (left + right) / 2
    // From below: at the lower edge the tag hides least.
    for (let y = bottom - height / 2; y >= top + height / 2; y -= height / 4) {
      if (isInside(map, { x: x - width / 2, y: y - height / 2, width, height })) return { x, y }
    }
  }
  return null
}

function isInside({ width, height, levels }: Map, rect: Rect): boolean {
  for (let down = 0; down <= looks.down; down++) {
    for (let across = 0; across <= looks.across; across++) {
      const x = Math.floor(rect.x + (rect.width * across) / looks.across)
      const y = Math.floor(rect.y + (rect.height * down) / looks.down)
      if (x < 0 || y < 0 || x >= width || y >= height || levels[4 * (y * width + x) + 3] !== 0) return false
    }
  }
  return true
}

type Around = {
  /** What is shown of the crop, and the picture, both on the screen. */
  readonly crop: Rect
  readonly picture: Rect
  /** The middle of the mask, on the screen. */
  readonly x: number
}

/** The tag's middle on the screen: under the crop, or over it where the picture ends there. */
export function spotBeside({ crop, picture, x }: Around): { x: number; y: number } {
  const half = tag.width / 2
  const most = picture.x + picture.width - half
  const below = crop.y + crop.height + tag.height / 2
  const above = crop.y - tag.height / 2
  const fitsBelow = below + tag.height / 2 <= picture.y + picture.height
  const fitsAbove = above - tag.height / 2 >= picture.y
  return { x: Math.max(picture.x + half, Math.min(most, x)), y: fitsBelow || !fitsAbove ? below : above }
}
