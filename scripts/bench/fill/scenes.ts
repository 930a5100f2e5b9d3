// Twelve generated scenes of a megapixel: what people remove things from, each with its truth.
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import { cloudy, hash, smooth } from './noise.ts'

type Colour = readonly [red: number, green: number, blue: number]
type Painter = (x: number, y: number) => Colour

const mix = (a: Colour, b: Colour, share: number): Colour => {
  const s = Math.min(1, Math.max(0, share))
  return [a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s, a[2] + (b[2] - a[2]) * s]
}
const times = (a: Colour, factor: number): Colour => [a[0] * factor, a[1] * factor, a[2] * factor]
const grain = (x: number, y: number, levels: number): number => (hash(x, y, 99) + hash(x, y, 98) - 1) * levels

export const sceneSide = 1000

function paint(painter: Painter, size = { width: sceneSide, height: sceneSide }): Pixmap {
  const data = new Uint8Array(size.width * size.height * 3)
  for (let y = 0, i = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, i += 3) {
      const noise = grain(x, y, 5)
      const colour = painter(x, y)
      for (let c = 0; c < 3; c++) data[i + c] = Math.min(255, Math.max(0, colour[c] + noise))
    }
  }
  return { data, ...size, channels: 3 }
}

/** Distance to the nearest and the next nearest of scattered points, and which one it is: stones, leaves, cells. */
function cells(x: number, y: number, sizePx: number, seed: number): { near: number; next: number; id: number } {
  const column = Math.floor(x / sizePx)
  const row = Math.floor(y / sizePx)
  let near = Infinity
  let next = Infinity
  let id = 0
  for (let j = row - 1; j <= row + 1; j++) {
    for (let i = column - 1; i <= column + 1; i++) {
      const dx = (i + hash(i, j, seed)) * sizePx - x
      const dy = (j + hash(i, j, seed + 1)) * sizePx - y
      const distance = Math.sqrt(dx * dx + dy * dy)
      if (distance < near) {
        next = near
        near = distance
        id = hash(i, j, seed + 2)
      } else if (distance < next) next = distance
    }
  }
  return { near, next, id }
}

const sky: Painter = (x, y) => {
  const clear = mix([70, 120, 190], [190, 215, 235], y / sceneSide)
  return mix(clear, [245, 246, 248], (cloudy(x / 260, y / 150, 6, 3) - 0.45) * 3)
}

const gravel: Painter = (x, y) => {
  const { near, next, id } = cells(x + 5 * smooth(x / 9, y / 9), y, 26, 11)
  const round = Math.min(1, (next - near) / 7)
  return times(
    mix([120, 112, 104], [190, 180, 168], id),
    (0.25 + 0.75 * round) * (0.8 + 0.4 * cloudy(x / 12, y / 12, 3, 5)),
  )
}

/** Strokes along a direction: noise that is stretched. */
const strokes = (x: number, y: number, angle: number, seed: number): number => {
  const u = x * Math.cos(angle) + y * Math.sin(angle)
  const v = y * Math.cos(angle) - x * Math.sin(angle)
  return 0.6 * smooth(u / 28, v / 2.6, seed) + 0.4 * smooth(u / 12, v / 1.4, seed + 7)
}

const grass: Painter = (x, y) => {
  const lean = 1.57 + (smooth(x / 60, y / 60, 21) - 0.5) * 1.6
  const blades = Math.max(strokes(x, y, lean, 22), strokes(x, y, lean + 0.7, 23))
  return mix([28, 52, 18], [150, 180, 70], (blades - 0.35) * 2.2)
}

const fur: Painter = (x, y) => {
  const hair = strokes(x, y, 0.5 + (smooth(x / 200, y / 200, 31) - 0.5) * 1.4, 32)
  const coat = mix([120, 82, 50], [205, 170, 125], smooth(x / 120, y / 90, 33))
  return times(coat, 0.55 + 0.8 * hair)
}

const brickAt = (x: number, y: number, sizePx: number): Colour => {
  const row = Math.floor(y / sizePx)
  const shifted = x + (row % 2) * sizePx
  const column = Math.floor(shifted / (2 * sizePx))
  const dx = Math.min(shifted - column * 2 * sizePx, (column + 1) * 2 * sizePx - shifted)
  const dy = Math.min(y - row * sizePx, (row + 1) * sizePx - y)
  if (Math.min(dx, dy) < sizePx / 14) return times([188, 182, 172], 0.85 + 0.2 * smooth(x / 4, y / 4, 41))
  return times(mix([132, 58, 44], [176, 92, 68], hash(column, row, 42)), 0.75 + 0.45 * cloudy(x / 14, y / 14, 4, 43))
}

const bricks: Painter = (x, y) => brickAt(x, y, 44)

const floor: Painter = (x, y) => {
  if (y < 250) return times([205, 198, 186], 0.95 + 0.08 * cloudy(x / 40, y / 40, 4, 51))
  const deep = 90_000 / (y - 150)
  return times(brickAt(((x - 500) * deep) / 500 + 4000, deep * 1.4, 60), 0.8)
}

const planks: Painter = (x, y) => {
  const plank = Math.floor(x / 125)
  const edge = Math.min(x - plank * 125, (plank + 1) * 125 - x)
  if (edge < 2) return [38, 24, 14]
  const rings = cloudy(x / 9 + plank * 31, y / 190 + plank * 17, 5, 61) * 9 + y / 600
  return times(mix([118, 78, 44], [172, 124, 78], Math.abs((rings % 1) - 0.5) * 2), 0.9 + 0.15 * hash(plank, 3, 62))
}

const cloth: Painter = (x, y) => {
  const over = (Math.floor(x / 6) + Math.floor(y / 6)) % 2 === 0
  const round = over ? Math.sin(((x % 6) + 0.5) * 0.52) : Math.sin(((y % 6) + 0.5) * 0.52)
  return times([92, 108, 140], (0.55 + 0.5 * round) * (0.8 + 0.4 * cloudy(x / 180, y / 180, 4, 71)))
}

const sea: Painter = (x, y) => {
  const horizon = 420
  if (y < horizon) return mix([90, 140, 200], [228, 226, 214], (y / horizon) ** 2)
  const deep = 26_000 / (y - horizon + 25)
  const waves = cloudy((x * deep) / 9_000 + 50, deep / 7, 5, 81)
  return mix([18, 52, 78], [150, 184, 196], (waves - 0.35) * 2.2)
}

const roofs: Painter = (x, y) => {
  const ridge = 600 - Math.abs(x - 380) * 0.35
  if (y < ridge) return sky(x, y * 0.8)
  const row = Math.floor((y - ridge) / 24)
  const inRow = (y - ridge) % 24
  const tile = ((x + (row % 2) * 15) % 30) / 30
  return times(
    mix([128, 62, 44], [170, 90, 62], hash(Math.floor((x + (row % 2) * 15) / 30), row, 91)),
    0.55 + 0.3 * Math.sin(tile * 3.14) + inRow / 80,
  )
}

const leaves: Painter = (x, y) => {
  const a = cells(x, y, 46, 101)
  const b = cells(x + 400, y * 1.3, 30, 111)
  const nearer = a.near < 20 ? a : b
  const shade = 1 - Math.min(1, nearer.near / 26)
  return times(
    mix([60, 88, 26], [176, 150, 52], nearer.id),
    0.25 + 0.85 * shade * (0.7 + 0.5 * smooth(x / 5, y / 5, 103)),
  )
}

const paper: Painter = (x, y) => {
  const sheet = times([238, 234, 224], 0.95 + 0.06 * cloudy(x / 90, y / 90, 5, 121))
  if (x > 117 && x < 121) return mix(sheet, [200, 90, 90], 0.6)
  return y % 40 < 2 ? mix(sheet, [110, 140, 190], 0.6) : sheet
}

/** What is to go: an ellipse, a pole, cables. True where the object is. */
type Shape = (x: number, y: number) => boolean

const ellipse =
  (cx: number, cy: number, rx: number, ry: number): Shape =>
  (x, y) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1 + 0.25 * (smooth(x / 40, y / 40, 131) - 0.5)

const cable =
  (top: number, sag: number, widthPx: number): Shape =>
  (x, y) =>
    Math.abs(y - top - sag * (1 - ((x - 500) / 500) ** 2)) < widthPx / 2

const pole =
  (cx: number, widthPx: number, top: number): Shape =>
  (x, y) =>
    y > top && Math.abs(x - cx) < widthPx / 2

export type Scene = { name: string; truth: Pixmap; object: Uint8Array; guides: { x: number; y: number }[][] }

type Recipe = { painter: Painter; objects: readonly Shape[]; guides?: Scene['guides'] }

const recipes: Record<string, Recipe> = {
  'sky, cables': { painter: sky, objects: [cable(200, 90, 9), cable(330, 120, 14), pole(720, 34, 300)] },
  gravel: { painter: gravel, objects: [ellipse(480, 520, 150, 120)] },
  grass: { painter: grass, objects: [ellipse(540, 470, 130, 170)] },
  fur: { painter: fur, objects: [ellipse(500, 500, 170, 120)] },
  bricks: { painter: bricks, objects: [ellipse(470, 510, 130, 130)] },
  'floor in perspective': { painter: floor, objects: [ellipse(480, 600, 110, 120)] },
  planks: { painter: planks, objects: [ellipse(520, 480, 160, 110)] },
  cloth: { painter: cloth, objects: [ellipse(500, 520, 180, 150)] },
  'sea, boat': {
    painter: sea,
    objects: [ellipse(430, 430, 120, 80)],
    guides: [
      [
        { x: 150, y: 420 },
        { x: 750, y: 420 },
      ],
    ],
  },
  'roof, aerial': {
    painter: roofs,
    objects: [pole(380, 26, 420), ellipse(380, 560, 70, 90)],
    guides: [
      [
        { x: 180, y: 530 },
        { x: 380, y: 600 },
      ],
      [
        { x: 380, y: 600 },
        { x: 640, y: 509 },
      ],
    ],
  },
  leaves: { painter: leaves, objects: [ellipse(500, 480, 150, 150)] },
  'ruled paper': { painter: paper, objects: [ellipse(420, 500, 190, 90)] },
}

export function makeScenes(): Scene[] {
  return Object.entries(recipes).map(([name, { painter, objects, guides = [] }]) => {
    const truth = paint(painter)
    const object = new Uint8Array(sceneSide * sceneSide)
    for (let y = 0, at = 0; y < sceneSide; y++) {
      for (let x = 0; x < sceneSide; x++, at++) if (objects.some((shape) => shape(x, y))) object[at] = 255
    }
    return { name, truth, object, guides }
  })
}

/** A texture without objects at any size, for the truth set and for times. */
export const textures = { gravel, grass, fur, cloth, sky } as const
export const paintTexture = (name: keyof typeof textures, size: { width: number; height: number }): Pixmap =>
  paint(textures[name], size)
