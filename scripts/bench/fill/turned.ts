// Would turned and scaled patches help? Asked without building them: turned copies of the surroundings are laid below the
// picture as further ground to copy from, which offers a search all that turned patches would.
import { growRect, type Rect, type Size } from '#lib/core/geometry.ts'
import { growSquare, holeBounds, isAvoided, isHole, type Level } from '#lib/fill/level.ts'
import { synthesise } from '#lib/fill/synthesis.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'

export type Turn = { degrees: number; scale: number }

const dilationPx = 3

export type Turned = { pixmap: Pixmap; hole: Uint8Array }

/** Fills as `fill` does, with copies of the crop to copy from as well. The whole must stay below 0.7 MP to be searched. */
export function fillWithCopies(picture: Pixmap, mask: Uint8Array, turns: readonly Turn[]): Turned {
  const size = { width: picture.width, height: picture.height }
  const hole = growSquare(mask, size, dilationPx).map((value) => (value === 0 ? 0 : isHole))
  const box = holeBounds({ ...size, pixels: new Uint8Array(), state: hole })
  const crop = growRect(box, Math.max(100, box.width, box.height), size)
  const level = stack({ picture, hole, crop, turns })
  for (const _ of synthesise(level, { seed: 1, guides: [] }));
  const data = new Uint8Array(picture.data)
  for (let y = 0, at = 0; y < crop.height; y++) {
    for (let x = 0; x < crop.width; x++, at++) {
      const to = (crop.y + y) * size.width + crop.x + x
      if (hole[to] !== 0) data.set(level.pixels.subarray(at * 4, at * 4 + 3), to * 3)
    }
  }
  return { pixmap: { ...picture, data }, hole }
}

type Stack = { picture: Pixmap; hole: Uint8Array; crop: Rect; turns: readonly Turn[] }

/** The crop, then its copies below, with a row between them that no patch may cross. */
function stack({ picture, hole, crop, turns }: Stack): Level {
  const tile = crop.height + 1
  const size: Size = { width: crop.width, height: tile * (turns.length + 1) }
  const level = {
    ...size,
    pixels: new Uint8Array(size.width * size.height * 4),
    state: new Uint8Array(size.width * size.height),
  }
  const middle = { x: (crop.width - 1) / 2, y: (crop.height - 1) / 2 }
  for (const [index, { degrees, scale }] of [{ degrees: 0, scale: 1 }, ...turns].entries()) {
    const angle = (degrees * Math.PI) / 180
    const [across, down] = [Math.cos(angle) / scale, Math.sin(angle) / scale]
    for (let y = 0; y < tile; y++) {
      for (let x = 0; x < crop.width; x++) {
        const at = (index * tile + y) * size.width + x
        const [dx, dy] = [x - middle.x, y - middle.y]
        const from = { x: middle.x + across * dx - down * dy, y: middle.y + down * dx + across * dy }
        const seen = y < crop.height && sample({ picture, hole, crop }, from, level.pixels.subarray(at * 4, at * 4 + 3))
        if (index === 0 && y < crop.height) level.state[at] = hole[(crop.y + y) * picture.width + crop.x + x]
        else if (!seen) level.state[at] = isAvoided
      }
    }
  }
  return level
}

/** Between four pixels. False where one of them is hole, or beyond the crop. */
function sample(
  { picture, hole, crop }: Omit<Stack, 'turns'>,
  { x, y }: { x: number; y: number },
  to: Uint8Array,
): boolean {
  const left = Math.min(crop.width - 2, Math.floor(x))
  const top = Math.min(crop.height - 2, Math.floor(y))
  if (left < 0 || top < 0 || x > crop.width - 1 || y > crop.height - 1) return false
  const colour = [0, 0, 0]
  for (const [column, row] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ]) {
    const from = (crop.y + top + row) * picture.width + crop.x + left + column
    const share = (column === 0 ? 1 - (x - left) : x - left) * (row === 0 ? 1 - (y - top) : y - top)
    if (share === 0) continue
    if (hole[from] !== 0) return false
    for (let c = 0; c < 3; c++) colour[c] += share * picture.data[from * 3 + c]
  }
  to.set(colour.map(Math.round))
  return true
}
