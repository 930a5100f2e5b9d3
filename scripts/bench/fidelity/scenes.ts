// What is in front of the camera: the samples of this repository, and pictures drawn like photographs and unlike them.
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import type { Size } from '#lib/core/geometry.ts'
import type { Pixmap } from '#lib/retouch/pixmap.ts'
import type { Random } from './random.ts'

export type SceneKind = 'sample' | 'leaves' | 'tiles' | 'sky' | 'gradient' | 'flat'

const samples = ['astronaut.png', 'chelsea.png', 'coffee.png', 'rocket.jpg']
const sampleFolder = new URL('../../../public/samples/', import.meta.url)

export async function makeScene(kind: SceneKind, size: Size, random: Random): Promise<Pixmap> {
  switch (kind) {
    case 'sample':
      return cutFromSample(size, random)
    case 'leaves':
      return drawLeaves(size, random)
    case 'tiles':
      return drawTiles(size, random)
    case 'sky':
    case 'gradient':
    case 'flat':
      return drawSmooth(kind, size, random)
    default: {
      const never: never = kind
      throw new Error(`no scene ${String(never)}`)
    }
  }
}

/** A random part, 80 to 100 % of what fits, mirrored or not. The samples are small: they are enlarged two to four times. */
async function cutFromSample({ width, height }: Size, random: Random): Promise<Pixmap> {
  const file = fileURLToPath(new URL(samples[random.index(samples.length)], sampleFolder))
  const { width: wide = 0, height: tall = 0 } = await sharp(file).metadata()
  const share = random.between(0.8, 1)
  const across = Math.floor(Math.min(wide, (tall * width) / height) * share)
  const down = Math.floor((across * height) / width)
  const part = {
    ...{ left: random.index(wide - across + 1), top: random.index(tall - down + 1) },
    ...{ width: across, height: down },
  }
  const pipeline = sharp(file).toColourspace('srgb').removeAlpha().extract(part)
  const mirrored = random.chance(0.5) ? pipeline.flop() : pipeline
  const data = await mirrored.resize(width, height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer()
  return { data: new Uint8Array(data), width, height, channels: 3 }
}

/**
 * Dead leaves: discs of every size, the large ones rare, each hiding what is behind it. Sizes and edges are spread as in
 * photographs; each leaf has a shade of its own and a grain.
 */
function drawLeaves({ width, height }: Size, random: Random): Pixmap {
  const data = new Uint8Array(width * height * 3).fill(110)
  const base = [random.between(60, 190), random.between(60, 190), random.between(60, 190)]
  const grainOfAll = random.between(0, 6)
  for (let leaf = 0; leaf < 3500; leaf++) {
    // Radii with a density of r⁻³ from 5 to 280 px.
    const radius = 1 / Math.sqrt(random.between(1 / 280 ** 2, 1 / 5 ** 2))
    const centre = { x: random.between(-50, width + 50), y: random.between(-50, height + 50) }
    const light = 45 * random.normal()
    const colour = base.map((value) => value + light + 14 * random.normal())
    const tilt = { x: (25 * random.normal()) / radius, y: (25 * random.normal()) / radius }
    const grain = grainOfAll * random.between(0, 2)
    for (let y = Math.max(0, Math.floor(centre.y - radius)); y < Math.min(height, centre.y + radius + 1); y++) {
      for (let x = Math.max(0, Math.floor(centre.x - radius)); x < Math.min(width, centre.x + radius + 1); x++) {
        const [u, v] = [x - centre.x, y - centre.y]
        const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(u, v)))
        if (cover === 0) continue
        const shade = tilt.x * u + tilt.y * v + random.between(-grain, grain)
        const at = (y * width + x) * 3
        for (let c = 0; c < 3; c++) {
          const level = data[at + c] + cover * (colour[c] + shade - data[at + c])
          data[at + c] = Math.min(255, Math.max(0, Math.round(level)))
        }
      }
    }
  }
  return { data, width, height, channels: 3 }
}

/** Bricks with joints: the same every few pixels. */
function drawTiles({ width, height }: Size, random: Random): Pixmap {
  const tile = { width: random.between(14, 44), height: random.between(14, 44), joint: random.between(1, 3) }
  const colour = [random.between(70, 220), random.between(70, 220), random.between(70, 220)]
  const depth = random.between(25, 60)
  return paint({ width, height }, (x, y) => {
    const row = Math.floor(y / tile.height)
    const u = (x + ((row & 1) * tile.width) / 2) % tile.width
    const v = y % tile.height
    const fromJoint = Math.min(u, tile.width - u, v, tile.height - v) / tile.joint
    return colour.map((value) => value - depth * Math.max(0, 1 - fromJoint))
  })
}

function drawSmooth(kind: 'sky' | 'gradient' | 'flat', { width, height }: Size, random: Random): Pixmap {
  const colour = [random.between(60, 210), random.between(60, 210), random.between(60, 210)]
  const range = colour.map(() => random.between(-45, 45))
  const tilt = { x: random.between(-1, 1), y: random.between(-1, 1) }
  const waves = Array.from({ length: 14 }, () => {
    const angle = random.between(0, 2 * Math.PI)
    const pitch = (2 * Math.PI) / random.between(150, 700)
    const phase = random.between(0, 2 * Math.PI)
    return { x: pitch * Math.cos(angle), y: pitch * Math.sin(angle), phase, height: random.between(1, 5) }
  })
  return paint({ width, height }, (x, y) => {
    if (kind === 'flat') return colour
    const slope = tilt.x * (x / width - 0.5) + tilt.y * (y / height - 0.5)
    const clouds =
      kind === 'sky'
        ? waves.reduce((sum, wave) => sum + wave.height * Math.sin(wave.x * x + wave.y * y + wave.phase), 0)
        : 0
    const dither = random.between(-0.5, 0.5)
    return colour.map((value, c) => value + range[c] * slope + clouds + dither)
  })
}

function paint({ width, height }: Size, colourAt: (x: number, y: number) => readonly number[]): Pixmap {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      colourAt(x, y).forEach((value, c) => {
        data[at + c] = Math.min(255, Math.max(0, Math.round(value)))
      })
    }
  }
  return { data, width, height, channels: 3 }
}
