// Turns every hue to one, in OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020).
// HSL lost: its lightness is not what eyes see, so that yellow turned to blue goes dark. Greys have no hue and stay grey.
import type { Rect } from '../core/geometry.ts'
import type { Pixmap } from './pixmap.ts'

type Recolouring = { hueDegrees: number; region: Rect }

const linearOf = Float64Array.from({ length: 256 }, (_, level) => {
  const value = level / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** sRGB level of linear light 0 … 1 in steps of 1/16384: at its steepest a fifth of a level apart. */
const levelSteps = 16_384
const levelOf = Uint8Array.from({ length: levelSteps + 1 }, (_, step) => {
  const light = step / levelSteps
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055))
})

const encode = (light: number): number => levelOf[Math.round(Math.min(1, Math.max(0, light)) * levelSteps)]

/** Linear sRGB of an OKLab colour; outside 0 … 1 where a screen cannot show it. */
function toLinear(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

/** The strongest colour that a screen shows, for this hue and 257 lightnesses from 0 to 1. */
function chromaLimits(cosine: number, sine: number): Float64Array {
  return Float64Array.from({ length: 257 }, (_, step) => {
    const lightness = step / 256
    let inside = 0
    let outside = 0.4
    for (let i = 0; i < 20; i++) {
      const chroma = (inside + outside) / 2
      const shown = toLinear(lightness, chroma * cosine, chroma * sine).every((c) => c >= -1e-6 && c <= 1 + 1e-6)
      if (shown) inside = chroma
      else outside = chroma
    }
    return inside
  })
}

/**
 * Sets the hue of a region, in place. Lightness stays, and chroma as far as the new hue can be shown that strong.
 * @param hueDegrees in OKLCH: about 29 red, 110 yellow, 142 green, 264 blue
 */
export function recolour({ data, width, channels }: Pixmap, { hueDegrees, region }: Recolouring): void {
  const cosine = Math.cos((hueDegrees * Math.PI) / 180)
  const sine = Math.sin((hueDegrees * Math.PI) / 180)
  const limits = chromaLimits(cosine, sine)
  for (let y = region.y; y < region.y + region.height; y++) {
    let at = (y * width + region.x) * channels
    for (let x = 0; x < region.width; x++, at += channels) {
      // Grey is left to the bit: rounding must not tint it.
      if (data[at] === data[at + 1] && data[at] === data[at + 2]) continue
      const red = linearOf[data[at]]
      const green = linearOf[data[at + 1]]
      const blue = linearOf[data[at + 2]]
      const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
      const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
      const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
      const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
      const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
      const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
      const chroma = Math.min(Math.sqrt(a * a + b * b), limitAt(limits, lightness))
      const [newRed, newGreen, newBlue] = toLinear(lightness, chroma * cosine, chroma * sine)
      data[at] = encode(newRed)
      data[at + 1] = encode(newGreen)
      data[at + 2] = encode(newBlue)
    }
  }
}

function limitAt(limits: Float64Array, lightness: number): number {
  const place = Math.min(1, Math.max(0, lightness)) * 256
  const below = Math.min(255, Math.floor(place))
  return limits[below] + (limits[below + 1] - limits[below]) * (place - below)
}
