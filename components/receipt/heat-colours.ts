// The heat map's scale of colour: from black to pale yellow in even steps of lightness, so that it reads without hue.

type Rgb = readonly [red: number, green: number, blue: number]

/** Where each colour stands, from 0 to 1; between two they are mixed. */
const stops: readonly (readonly [at: number, colour: Rgb])[] = [
  [0, [0x10, 0x10, 0x12]],
  [0.15, [0x33, 0x08, 0x5c]],
  [0.35, [0x80, 0x1c, 0x70]],
  [0.55, [0xc7, 0x33, 0x54]],
  [0.75, [0xf5, 0x73, 0x1a]],
  [0.9, [0xfa, 0xb8, 0x2e]],
  [1, [0xfc, 0xf7, 0xa6]],
]

/** So many levels off, and more, are the top of the scale; with a gain of four a quarter of that is. */
export const topLevels = 64
export type Gain = 1 | 4

export const heatGradient = `linear-gradient(90deg, ${stops
  .map(([at, colour]) => `rgb(${colour.join(' ')}) ${at * 100}%`)
  .join(', ')})`

export function heatColour(levels: number, gain: Gain): Rgb {
  const place = Math.min(1, (levels * gain) / topLevels)
  const next = Math.max(
    1,
    stops.findIndex(([at]) => at >= place),
  )
  const [from, low] = stops[next - 1]
  const [to, high] = stops[next]
  const share = (place - from) / (to - from)
  const mix = (c: 0 | 1 | 2): number => Math.round(low[c] + share * (high[c] - low[c]))
  return [mix(0), mix(1), mix(2)]
}

/** Of the picture's grey: where it counts, so that the heat reads; where it does not, so that it can be recognised. */
const countedGrey = 0.36
const uncountedGrey = 0.62

type Heat = {
  /** RGBA of the picture, at the size of the levels. */
  picture: Uint8ClampedArray
  /** RGBA: red is levels off; transparent pixels are not counted. */
  levels: Uint8ClampedArray
  gain: Gain
}

/** RGBA: the picture in grey, and over it the heat of what counts. */
export function heatPixels({ picture, levels, gain }: Heat): Uint8ClampedArray<ArrayBuffer> {
  const table = Array.from({ length: 256 }, (_, level) => heatColour(level, gain))
  const pixels = new Uint8ClampedArray(picture.length)
  for (let i = 0; i < pixels.length; i += 4) {
    const grey = 0.2126 * picture[i] + 0.7152 * picture[i + 1] + 0.0722 * picture[i + 2]
    const counted = levels[i + 3] > 0
    const colour = table[levels[i]]
    for (let c = 0; c < 3; c++) pixels[i + c] = counted ? Math.max(colour[c], grey * countedGrey) : grey * uncountedGrey
    pixels[i + 3] = 255
  }
  return pixels
}
