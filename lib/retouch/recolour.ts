// Turns every hue to one, in OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020).
// HSL lost: its lightness is not what eyes see, so that yellow turned to blue goes dark. Greys have no hue and stay grey.
import type { Rect } from '../core/geometry.ts'
import { cubeRoot, direction, fifthRoot } from './exact.ts'
import type { Pixmap } from './pixmap.ts'

type Recolouring = { hueDegrees: number; strengthPercent: number; region: Rect }

/** Linear light, 0 to 1, of an sRGB sample of that range. */
function decode(value: number): number {
  if (value <= 0.04045) return value / 12.92
  const base = (value + 0.055) / 1.055
  // To the power of 2.4.
  return base * base * fifthRoot(base * base)
}

const linearOf = Float64Array.from({ length: 256 }, (_, level) => decode(level / 255))

/** sRGB level of linear light 0 … 1 in steps of 1/16384: at its steepest a fifth of a level apart. */
const levelSteps = 16_384
const levelOf = makeLevels()

function makeLevels(): Uint8Array {
  const levels = new Uint8Array(levelSteps + 1)
  let level = 0
  for (let step = 0; step <= levelSteps; step++) {
    while (level < 255 && decode((level + 0.5) / 255) <= step / levelSteps) level++
    levels[step] = level
  }
  return levels
}

const encode = (light: number): number => levelOf[Math.round(Math.min(1, Math.max(0, light)) * levelSteps)]

const cube = (value: number): number => value * value * value

/** Linear sRGB of an OKLab colour; outside 0 … 1 where a screen cannot show it. */
function toLinear(lightness: number, a: number, b: number): [number, number, number] {
  const l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
  const m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
  const s = cube(lightness - 0.0894841775 * a - 1.291485548 * b)
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
 * @param strengthPercent how far towards it: at 0 the colour stays
 */
export function recolour(
  { data, width, channels }: Pixmap,
  { hueDegrees, strengthPercent, region }: Recolouring,
): void {
  const { cosine, sine } = direction(hueDegrees)
  const strength = strengthPercent / 100
  const limits = chromaLimits(cosine, sine)
  for (let y = region.y; y < region.y + region.height; y++) {
    let at = (y * width + region.x) * channels
    for (let x = 0; x < region.width; x++, at += channels) {
      // Grey is left to the bit: rounding must not tint it.
      if (data[at] === data[at + 1] && data[at] === data[at + 2]) continue
      const red = linearOf[data[at]]
      const green = linearOf[data[at + 1]]
      const blue = linearOf[data[at + 2]]
      const l = cubeRoot(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
      const m = cubeRoot(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
      const s = cubeRoot(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
      const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s
      const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
      const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
      const chroma = Math.min(Math.sqrt(a * a + b * b), limitAt(limits, lightness))
      const [newRed, newGreen, newBlue] = toLinear(
        lightness,
        a + strength * (chroma * cosine - a),
        b + strength * (chroma * sine - b),
      )
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
