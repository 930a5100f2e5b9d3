// The picture in halves of halves, down to where the hole is about three patches deep.
import { isAvoided, isHole, type Level, prepareSite, type Site } from './level.ts'
import { addTexture } from './texture.ts'

/** Above it a level is refined, not searched: searching 20 MP would take minutes. */
export const searchedPixels = 700_000
/** It matters most of all: at 3.5 to 7 px whole objects are copied, from 18 on blobs appear. */
const coarsestDepthPx = 12
const minSidePx = 48
const minSources = 60

export const isSearched = ({ width, height }: Level): boolean => width * height <= searchedPixels

/** The level itself first, then its halves. The last one is where filling begins. */
export function buildPyramid(finest: Level): Site[] {
  if (isSearched(finest)) addTexture(finest)
  const sites = [prepareSite(finest)]
  for (;;) {
    const last = sites[sites.length - 1]
    if (isSearched(last) && last.maxDepthPx <= coarsestDepthPx) return sites
    if (Math.min(last.width, last.height) < minSidePx) return sites
    const half = halve(last)
    if (!isSearched(last) && isSearched(half)) addTexture(half)
    const site = prepareSite(half)
    if (site.sources.length < minSources || site.targetCount === 0) return sites
    sites.push(site)
  }
}

/** 1 3 3 1 across and down. */
const kernel = Uint8Array.of(1, 3, 3, 1, 3, 9, 9, 3, 3, 9, 9, 3, 1, 3, 3, 1)

/**
 * Half the size, by 1 3 3 1 in both directions over known pixels, so that nothing of what is to vanish bleeds out of the
 * hole. Hole, or avoided, where any of the four pixels below is.
 */
export function halve({ width, height, pixels, state }: Level): Level {
  const columns = width >> 1
  const rows = height >> 1
  const half = {
    width: columns,
    height: rows,
    pixels: new Uint8Array(columns * rows * 4),
    state: new Uint8Array(columns * rows),
  }
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, to++) {
      let red = 0
      let green = 0
      let blue = 0
      let texture = 0
      let weight = 0
      const fromRow = y === 0 ? 1 : 0
      const toRow = 2 * y + 2 < height ? 4 : 3
      const fromColumn = x === 0 ? 1 : 0
      const toColumn = 2 * x + 2 < width ? 4 : 3
      for (let j = fromRow; j < toRow; j++) {
        const row = (2 * y + j - 1) * width + 2 * x - 1
        for (let i = fromColumn; i < toColumn; i++) {
          const at = row + i
          if (state[at] & isHole) continue
          const share = kernel[j * 4 + i]
          const from = at * 4
          red += share * pixels[from]
          green += share * pixels[from + 1]
          blue += share * pixels[from + 2]
          texture += share * pixels[from + 3]
          weight += share
        }
      }
      const below = 2 * y * width + 2 * x
      const children = state[below] | state[below + 1] | state[below + width] | state[below + width + 1]
      half.state[to] = children & (isHole | isAvoided)
      if (weight === 0) {
        half.state[to] |= isHole
        continue
      }
      half.pixels[to * 4] = (red / weight + 0.5) | 0
      half.pixels[to * 4 + 1] = (green / weight + 0.5) | 0
      half.pixels[to * 4 + 2] = (blue / weight + 0.5) | 0
      half.pixels[to * 4 + 3] = (texture / weight + 0.5) | 0
    }
  }
  return half
}
