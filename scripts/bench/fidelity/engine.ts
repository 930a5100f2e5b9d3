// An engine that returns what it was sent moved, zoomed, tinted, softened, noisy and redrawn where nobody asked.
import sharp from 'sharp'
import type { ImagePoint, Size } from '#lib/core/geometry.ts'
import type { Raster } from '#lib/mask/raster.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import { type FloatPicture, gather, soften, toFloats, toPixmap } from './float-picture.ts'
import { type MaskKind, makeMask } from './masks.ts'
import { createRandom, type Random } from './random.ts'
import { makeScene, type SceneKind } from './scenes.ts'

export type Recipe = {
  /** Half of the photographs are samples, half are drawn. */
  readonly scene: SceneKind | 'photograph'
  readonly mask: MaskKind
  /** `ordinary`: ±3 px, at times ±8, zoom 0.98 to 1.02. `far`: 20 to 40 px or 5 to 8 %. `turned`: by 1 to 4° as well. */
  readonly motion: 'ordinary' | 'far' | 'turned'
  /** Root mean square of a smooth displacement along each axis. */
  readonly wobblePx: number
  /** Of the protected area, redrawn all the same. */
  readonly leak: { readonly least: number; readonly most: number }
  /** What it is redrawn with: another picture, or the same one from 3 to 9 px away, as if the subject had moved. */
  readonly leaksShow: 'another' | 'moved'
  /** All of the result is another picture. */
  readonly stranger?: boolean
}

export type Truth = {
  /** Where the result shows what the original shows at this pixel index. */
  place(x: number, y: number): ImagePoint
  /** result = gain · original + offset. */
  readonly gain: readonly number[]
  readonly offset: readonly number[]
}

export type Trial = {
  readonly original: Pixmap
  readonly mask: Raster
  readonly result: Pixmap
  /** The same result if nothing at all had been redrawn: what a seam can be measured on. */
  untouched(): Promise<Pixmap>
  readonly truth: Truth
}

/** About one megapixel, 3:2. */
export const size: Size = { width: 1248, height: 832 }
/** Of scene around the original, so that a moved result has something to show at its border. */
const margin = 64
const centre = { x: (size.width - 1) / 2, y: (size.height - 1) / 2 }

type Motion = { shift: ImagePoint; scale: ImagePoint; turn: number }

export async function simulate(recipe: Recipe, seed: number): Promise<Trial> {
  const random = createRandom(seed)
  const scene = await photograph(
    recipe.scene,
    { width: size.width + 2 * margin, height: size.height + 2 * margin },
    random,
  )
  const original = inside(scene)
  const mask = makeMask(recipe.mask, size, random)
  const motion = drawMotion(recipe.motion, random)
  const soft = soften(toFloats(scene), random.between(0.5, 0.8))
  const wobble = drawWobble(recipe.wobblePx, random)

  const shot = gather(soft, size, (x, y, at) => look(motion, wobble, x, y, at))
  const gain = [0, 1, 2].map(() => random.between(0.95, 1.05))
  const offset = [0, 1, 2].map(() => random.between(-8, 8))
  tint(shot, { gain, offset })
  addNoise(shot, random)

  const redrawn = findRedrawn({ recipe, mask, motion, random })
  const other = await inOtherHand({ recipe, soft, motion, wobble, random, colour: { gain, offset } })
  const changed = { ...shot, values: shot.values.slice() }
  for (let i = 0; i < redrawn.length; i++) {
    if (redrawn[i] > 0) changed.values.set(other[redrawn[i] - 1].subarray(3 * i, 3 * i + 3), 3 * i)
  }
  const quality = Math.round(random.between(86, 96))
  return {
    ...{ original, mask },
    result: await throughJpeg(toPixmap(changed), quality),
    untouched: () => throughJpeg(toPixmap(shot), quality),
    truth: { place: (x, y) => lands(motion, x, y), gain, offset },
  }
}

const photograph = (kind: Recipe['scene'], of: Size, random: Random): Promise<Pixmap> =>
  makeScene(kind === 'photograph' ? (random.chance(0.5) ? 'sample' : 'leaves') : kind, of, random)

function inside(scene: Pixmap): Pixmap {
  const data = new Uint8Array(size.width * size.height * 3)
  for (let y = 0; y < size.height; y++) {
    const start = ((y + margin) * scene.width + margin) * 3
    data.set(scene.data.subarray(start, start + size.width * 3), y * size.width * 3)
  }
  return { data, ...size, channels: 3 }
}

function drawMotion(kind: Recipe['motion'], random: Random): Motion {
  const zoom = random.between(0.98, 1.02)
  // Half are zoomed by a little more one way than the other.
  const uneven = random.chance(0.5) ? Math.max(-0.005, Math.min(0.005, 0.002 * random.normal())) : 0
  const most = random.chance(0.1) ? 8 : 3
  const ordinary: Motion = {
    shift: { x: random.between(-most, most), y: random.between(-most, most) },
    scale: { x: zoom, y: zoom * (1 + uneven) },
    turn: 0,
  }
  switch (kind) {
    case 'ordinary':
      return ordinary
    case 'turned':
      return { ...ordinary, turn: ((random.chance(0.5) ? 1 : -1) * random.between(1, 4) * Math.PI) / 180 }
    case 'far': {
      const angle = random.between(0, 2 * Math.PI)
      const distance = random.between(20, 40)
      if (random.chance(0.5)) {
        return { ...ordinary, shift: { x: distance * Math.cos(angle), y: distance * Math.sin(angle) } }
      }
      const much = 1 + (random.chance(0.5) ? 1 : -1) * random.between(0.05, 0.08)
      return { ...ordinary, scale: { x: much, y: much } }
    }
    default: {
      const never: never = kind
      throw new Error(`no motion ${String(never)}`)
    }
  }
}

function lands({ shift, scale, turn }: Motion, x: number, y: number): ImagePoint {
  const [u, v, cos, sin] = [x - centre.x, y - centre.y, Math.cos(turn), Math.sin(turn)]
  return {
    x: centre.x + scale.x * (cos * u - sin * v) + shift.x,
    y: centre.y + scale.y * (sin * u + cos * v) + shift.y,
  }
}

type Wobble = (x: number, y: number, at: { x: number; y: number }) => void

/** Six waves of 150 to 500 px along each axis. */
function drawWobble(rootMeanSquarePx: number, random: Random): Wobble {
  if (rootMeanSquarePx === 0) return () => {}
  const height = rootMeanSquarePx / Math.sqrt(3)
  const waves = Array.from({ length: 6 }, () => {
    const angle = random.between(0, 2 * Math.PI)
    const pitch = (2 * Math.PI) / random.between(150, 500)
    const phases = [random.between(0, 2 * Math.PI), random.between(0, 2 * Math.PI)]
    return { x: pitch * Math.cos(angle), y: pitch * Math.sin(angle), phases }
  })
  return (x, y, at) => {
    for (const wave of waves) {
      const phase = wave.x * x + wave.y * y
      at.x += height * Math.sin(phase + wave.phases[0])
      at.y += height * Math.sin(phase + wave.phases[1])
    }
  }
}

/** Where the scene is looked at for the result's pixel (x, y). */
function look(
  { shift, scale, turn }: Motion,
  wobble: Wobble,
  x: number,
  y: number,
  at: { x: number; y: number },
): void {
  const u = (x - centre.x - shift.x) / scale.x
  const v = (y - centre.y - shift.y) / scale.y
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  at.x = centre.x + cos * u + sin * v + margin
  at.y = centre.y - sin * u + cos * v + margin
  wobble(x, y, at)
}

function tint({ values }: FloatPicture, { gain, offset }: Pick<Truth, 'gain' | 'offset'>): void {
  for (let c = 0; c < 3; c++) {
    for (let i = c; i < values.length; i += 3) values[i] = gain[c] * values[i] + offset[c]
  }
}

/** Grain of each sample, and a softer one that all channels share. */
function addNoise({ values }: FloatPicture, random: Random): void {
  const fine = random.between(0.5, 2)
  const coarse = random.between(0.5, 2.5)
  const grain = Float32Array.from({ length: size.width * size.height }, () => random.normal())
  const blotches = soften({ values: grain, ...size, channels: 1 }, 1.5).values
  // Softening by 1.5 px leaves 1 / (2 · √π · 1.5) of the deviation.
  const strength = coarse * 2 * Math.sqrt(Math.PI) * 1.5
  for (let pixel = 0, i = 0; i < values.length; pixel++) {
    for (let c = 0; c < 3; c++, i++) values[i] += strength * blotches[pixel] + fine * random.normal()
  }
}

type Redrawing = { recipe: Recipe; mask: Raster; motion: Motion; random: Random }

/** By pixel of the result: 0 kept, 1 redrawn where the (moved) mask is, 2 redrawn where it is not. */
function findRedrawn({ recipe, mask, motion, random }: Redrawing): Uint8Array {
  const redrawn = new Uint8Array(size.width * size.height)
  if (recipe.stranger) return redrawn.fill(1)
  const at = { x: 0, y: 0 }
  let kept = 0
  for (let y = 0, i = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, i++) {
      look(motion, () => {}, x, y, at)
      const column = Math.round(at.x) - margin
      const row = Math.round(at.y) - margin
      const within = column >= 0 && row >= 0 && column < size.width && row < size.height
      if (within && mask.data[row * size.width + column] > 0) redrawn[i] = 1
      else kept++
    }
  }
  const share = random.chance(0.25) ? recipe.leak.least : random.between(recipe.leak.least, recipe.leak.most)
  const wanted = share * kept
  let leaked = 0
  for (let tries = 0; leaked < wanted && tries < 400; tries++) {
    const area = random.between(0.1, 0.5) * Math.min(wanted - leaked + 400, 0.12 * size.width * size.height) + 300
    const wide = Math.sqrt((area * random.between(0.5, 2)) / Math.PI)
    const tall = area / Math.PI / wide
    const [middleX, middleY] = [random.between(0, size.width), random.between(0, size.height)]
    for (let y = Math.max(0, Math.ceil(middleY - tall)); y < Math.min(size.height, middleY + tall); y++) {
      for (let x = Math.max(0, Math.ceil(middleX - wide)); x < Math.min(size.width, middleX + wide); x++) {
        const i = y * size.width + x
        if (redrawn[i] !== 0 || Math.hypot((x - middleX) / wide, (y - middleY) / tall) >= 1) continue
        redrawn[i] = 2
        leaked++
      }
    }
  }
  return redrawn
}

type OtherHand = {
  recipe: Recipe
  soft: FloatPicture
  motion: Motion
  wobble: Wobble
  random: Random
  colour: Pick<Truth, 'gain' | 'offset'>
}

/** What is shown where the result is redrawn: under the mask, and outside of it. */
async function inOtherHand({ recipe, soft, motion, wobble, random, colour }: OtherHand): Promise<Float32Array[]> {
  const painted = toFloats(await makeScene('sample', size, random)).values
  if (recipe.leaksShow === 'another') return [painted, painted]
  const angle = random.between(0, 2 * Math.PI)
  const distance = random.between(3, 9)
  const { shift } = motion
  const away = { x: shift.x + distance * Math.cos(angle), y: shift.y + distance * Math.sin(angle) }
  const moved = gather(soft, size, (x, y, at) => look({ ...motion, shift: away }, wobble, x, y, at))
  tint(moved, colour)
  addNoise(moved, random)
  return [painted, moved.values]
}

async function throughJpeg({ data, ...raw }: Pixmap, quality: number): Promise<Pixmap> {
  const file = await sharp(data, { raw }).jpeg({ quality }).toBuffer()
  return { ...raw, data: new Uint8Array(await sharp(file).raw().toBuffer()) }
}
