// What was painted: 255 may change, 0 is protected.
import type { Size } from '#lib/core/geometry.ts'
import type { Raster } from '#lib/mask/raster.ts'
import type { Random } from './random.ts'

/** `islands` is a small part of the picture; of `rim` little along the border is protected; `spots` protect some 3 %. */
export type MaskKind = 'islands' | 'rim' | 'spots'

export function makeMask(kind: MaskKind, size: Size, random: Random): Raster {
  switch (kind) {
    case 'islands':
      return islands(size, random)
    case 'rim': {
      const rim = Math.round(random.between(12, 22))
      return fill(size, (x, y) => x >= rim && y >= rim && x < size.width - rim && y < size.height - rim)
    }
    case 'spots':
      return spots(size, random)
    default: {
      const never: never = kind
      throw new Error(`no mask ${String(never)}`)
    }
  }
}

/** One to three blobs or boxes over 4 to 55 % of the picture. */
function islands(size: Size, random: Random): Raster {
  const count = 1 + random.index(3)
  const area = (random.between(0.04, 0.55) * size.width * size.height) / count
  const shapes = Array.from({ length: count }, () => {
    const wide = Math.sqrt((area * random.between(0.5, 2)) / Math.PI)
    return {
      ...{ x: random.between(0.15, 0.85) * size.width, y: random.between(0.15, 0.85) * size.height },
      ...{ wide, tall: area / Math.PI / wide, box: random.chance(0.3) },
      ...{ lobes: 2 + random.index(4), swing: random.between(0, 0.25), phase: random.between(0, 2 * Math.PI) },
    }
  })
  return fill(size, (x, y) =>
    shapes.some((shape) => {
      const [u, v] = [(x - shape.x) / shape.wide, (y - shape.y) / shape.tall]
      if (shape.box) return Math.max(Math.abs(u), Math.abs(v)) < 0.89
      const distance = Math.hypot(u, v)
      if (distance > 1.3) return false
      return distance < 1 + shape.swing * Math.sin(shape.lobes * Math.atan2(v, u) + shape.phase)
    }),
  )
}

function spots(size: Size, random: Random): Raster {
  const count = 1 + random.index(3)
  const area = (0.032 * size.width * size.height) / count
  const kept = Array.from({ length: count }, () => {
    const wide = Math.sqrt(area * random.between(0.5, 2))
    const tall = area / wide
    return { x: random.between(0, size.width - wide), y: random.between(0, size.height - tall), wide, tall }
  })
  return fill(
    size,
    (x, y) => !kept.some((box) => x >= box.x && y >= box.y && x < box.x + box.wide && y < box.y + box.tall),
  )
}

function fill({ width, height }: Size, isPainted: (x: number, y: number) => boolean): Raster {
  const data = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) data[i] = isPainted(x, y) ? 255 : 0
  return { data, width, height }
}
