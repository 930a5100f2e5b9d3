// The four photographs of public/samples: what is removed from them, and where they are intact.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import type { Guide } from '#lib/fill/guides.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

type Point = readonly [x: number, y: number]

export type Removal = { name: string; file: string; polygons: readonly (readonly Point[])[]; guides?: readonly Guide[] }

const circle = (cx: number, cy: number, rx: number, ry: number): Point[] =>
  Array.from({ length: 40 }, (_, i) => [cx + rx * Math.cos((i * Math.PI) / 20), cy + ry * Math.sin((i * Math.PI) / 20)])

export const removals: readonly Removal[] = [
  {
    name: 'spoon',
    file: 'coffee.png',
    polygons: [
      [
        [397, 68],
        [412, 64],
        [428, 72],
        [425, 95],
        [412, 135],
        [406, 140],
        [409, 108],
        [404, 84],
      ],
      [
        [404, 158],
        [394, 228],
        [406, 260],
        [410, 292],
        [396, 320],
        [360, 331],
        [328, 314],
        [320, 280],
        [312, 250],
        [314, 238],
        [345, 231],
        [376, 222],
        [394, 172],
      ],
    ],
  },
  {
    name: 'rocket',
    file: 'rocket.jpg',
    polygons: [
      [
        [323, 118],
        [337, 140],
        [343, 240],
        [345, 407],
        [304, 407],
        [304, 240],
        [308, 150],
      ],
    ],
  },
  {
    name: 'shuttle model',
    file: 'astronaut.png',
    polygons: [
      [
        [392, 0],
        [428, 0],
        [446, 30],
        [460, 45],
        [462, 195],
        [484, 235],
        [478, 262],
        [480, 290],
        [372, 290],
        [350, 272],
        [348, 235],
        [370, 205],
        [372, 90],
        [378, 60],
        [388, 30],
      ],
    ],
  },
  { name: 'eye', file: 'chelsea.png', polygons: [circle(172, 116, 44, 39)] },
]

/** Where nothing but one texture is, and how large holes there may be, as shares of the picture. */
export const intact: readonly { file: string; x: number; y: number; shares: readonly number[] }[] = [
  { file: 'coffee.png', x: 528, y: 160, shares: [0.003, 0.02, 0.08] },
  { file: 'rocket.jpg', x: 265, y: 50, shares: [0.003, 0.02, 0.08] },
  { file: 'astronaut.png', x: 330, y: 110, shares: [0.003, 0.02] },
  { file: 'chelsea.png', x: 112, y: 70, shares: [0.003, 0.02] },
]

export async function loadPhotograph(file: string): Promise<Pixmap> {
  const { data, info } = await sharp(join(root, 'public', 'samples', file))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3 }
}

/** 255 inside any of the polygons, by the even-odd rule. */
export function drawPolygons(polygons: Removal['polygons'], { width, height }: Pixmap): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++)
      if (polygons.some((polygon) => holds(polygon, x + 0.5, y + 0.5))) mask[at] = 255
  }
  return mask
}

function holds(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false
  for (let i = 0, before = polygon.length - 1; i < polygon.length; before = i++) {
    const a = polygon[before]
    const b = polygon[i]
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside
  }
  return inside
}

/** A disc of a share of the picture, with a ragged rim as a hand paints it. */
export function drawHole(
  { width, height }: Pixmap,
  { x, y, share }: { x: number; y: number; share: number },
): Uint8Array {
  const radius = Math.sqrt((share * width * height) / Math.PI)
  return drawPolygons(
    [
      Array.from({ length: 48 }, (_, i) => {
        const away = radius * (1 + 0.12 * Math.sin(i * 2.4) * Math.cos(i * 0.9))
        return [x + away * Math.cos((i * Math.PI) / 24), y + away * Math.sin((i * Math.PI) / 24)]
      }),
    ],
    { width, height, data: new Uint8Array(0), channels: 3 },
  )
}
