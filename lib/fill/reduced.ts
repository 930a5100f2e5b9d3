// A level too large for its bounds is worked smaller, and only what was filled is enlarged again.
import { resample } from '../retouch/resample.ts'
import { isAvoided, isHole, type Level } from './level.ts'

/** Means of known pixels over squares of `factor`; hole, or avoided, where any pixel of the square is. */
export function reduceLevel({ width, height, pixels, state }: Level, factor: number): Level {
  const columns = Math.ceil(width / factor)
  const rows = Math.ceil(height / factor)
  const reduced = {
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
      let known = 0
      for (let row = y * factor; row < Math.min(height, (y + 1) * factor); row++) {
        for (let column = x * factor; column < Math.min(width, (x + 1) * factor); column++) {
          const at = row * width + column
          reduced.state[to] |= state[at] & (isHole | isAvoided)
          if (state[at] & isHole) continue
          red += pixels[at * 4]
          green += pixels[at * 4 + 1]
          blue += pixels[at * 4 + 2]
          known++
        }
      }
      if (known === 0) continue
      reduced.pixels[to * 4] = Math.round(red / known)
      reduced.pixels[to * 4 + 1] = Math.round(green / known)
      reduced.pixels[to * 4 + 2] = Math.round(blue / known)
    }
  }
  return reduced
}

/** Enlarges what was filled into the hole of the full level. */
export function restore(full: Level, worked: Level, factor: number): void {
  // The same size again, or up to a pixel per factor beyond it; both are laid at the origin.
  const { data, width } = resample(
    { data: worked.pixels, width: worked.width, height: worked.height, channels: 4 },
    { width: worked.width * factor, height: worked.height * factor },
  )
  for (let y = 0, at = 0; y < full.height; y++) {
    for (let x = 0, from = y * width * 4; x < full.width; x++, at++, from += 4) {
      if (full.state[at] & isHole) full.pixels.set(data.subarray(from, from + 3), at * 4)
    }
  }
}
