// The result as the provider "imagines" it: the input at the result's size, stripes of two loud colours where it changed,
// the frame moved if so told, and then every channel of every pixel a little off, as with the real model. So a studio
// that does not paste back, or does not align, cannot pass.
import { createHash } from 'node:crypto'
import type { Size } from '../../lib/core/geometry.ts'
import { never } from '../../lib/core/result.ts'
import { blurMask, type Raster, resizeRaster } from './raster.ts'
import type { Distortion, Settings } from './settings.ts'

export type PaintOrder = {
  picture: Raster
  /** Of the picture's size; null where the model chooses what to change. */
  mask: Raster | null
  size: Size
  maskMode: Settings['maskMode']
  distortion: Distortion
  prompt: string
  seed: number
  /** 32 bits that the noise grows from. */
  noiseSeed: number
}

type Rgb = readonly [number, number, number]

/** Height of a stripe, in result pixels. */
const stripe = 16
/** The most by which a channel is off; the least is 1. */
const maxNoise = 6

export async function paint(order: PaintOrder): Promise<Raster> {
  const picture = await resizeRaster(order.picture, order.size)
  const weights = await changeWeights(order)
  const painted = stripes(picture, weights, patternColours(order.prompt, order.seed))
  return perturb(distort(painted, order.distortion), order.noiseSeed)
}

/** The two colours that a prompt and a seed are painted in: saturated, and 60° of hue apart. */
export function patternColours(prompt: string, seed: number): [Rgb, Rgb] {
  const hue = createHash('sha256').update(`${seed}\n${prompt}`).digest().readUInt16BE(0) % 360
  return [loud(hue), loud((hue + 60) % 360)]
}

const loud = (hue: number): Rgb => {
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12
    return Math.round(255 * (0.5 - 0.45 * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}

/** 0 … 255 by pixel of the result: how far it changes. */
async function changeWeights({ mask, size, maskMode, prompt, seed }: PaintOrder): Promise<Buffer> {
  if (mask === null || maskMode === 'ignores') return ellipse(size, `${seed}\n${prompt}`)
  const honoured = await resizeRaster(mask, size)
  switch (maskMode) {
    case 'honours':
      return honoured.samples
    case 'leaks': {
      const spread = await blurMask(honoured, 0.02 * Math.min(size.width, size.height))
      return Buffer.from(honoured.samples.map((inside, i) => Math.min(255, Math.max(inside, 4 * spread.samples[i]))))
    }
    default:
      return never(maskMode)
  }
}

/** What the model changes where it chooses for itself: a fifth to a third of each side, somewhere around the middle. */
function ellipse({ width, height }: Size, from: string): Buffer {
  const hash = createHash('sha256').update(from).digest()
  const between = (byte: number, low: number, high: number): number => low + (hash[byte] / 255) * (high - low)
  const [cx, cy] = [width * between(2, 0.3, 0.7), height * between(3, 0.3, 0.7)]
  const [rx, ry] = [width * between(4, 0.1, 0.17), height * between(5, 0.1, 0.17)]
  const weights = Buffer.alloc(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1) weights[i] = 255
    }
  }
  return weights
}

function stripes(picture: Raster, weights: Buffer, colours: readonly [Rgb, Rgb]): Raster {
  const samples = Buffer.from(picture.samples)
  for (let y = 0, i = 0; y < picture.height; y++) {
    const colour = colours[Math.floor(y / stripe) % 2]
    for (let x = 0; x < picture.width; x++, i++) {
      const weight = weights[i] / 255
      if (weight === 0) continue
      for (let c = 0; c < 3; c++) {
        const at = 3 * i + c
        samples[at] = Math.round(samples[at] + weight * (colour[c] - samples[at]))
      }
    }
  }
  return { ...picture, samples }
}

/** Zooms around the middle, then shifts, then tints; what comes in from outside repeats the border. */
function distort(picture: Raster, { shiftX, shiftY, zoomPercent, tint }: Distortion): Raster {
  const still = shiftX === 0 && shiftY === 0 && zoomPercent === 0
  if (still && tint.every((level) => level === 0)) return picture
  const { width, height } = picture
  const zoom = 1 + zoomPercent / 100
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
  const samples = Buffer.alloc(picture.samples.length)
  for (let y = 0, at = 0; y < height; y++) {
    const sourceY = clamp((y - shiftY - middleY) / zoom + middleY, height - 1)
    for (let x = 0; x < width; x++) {
      const sourceX = clamp((x - shiftX - middleX) / zoom + middleX, width - 1)
      for (let c = 0; c < 3; c++, at++) {
        samples[at] = clamp(Math.round(sampleBilinear(picture, sourceX, sourceY, c) + tint[c]), 255)
      }
    }
  }
  return { ...picture, samples }
}

function sampleBilinear({ width, height, samples }: Raster, x: number, y: number, c: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [fx, fy] = [x - left, y - top]
  const right = Math.min(left + 1, width - 1)
  const bottom = Math.min(top + 1, height - 1)
  const at = (column: number, row: number): number => samples[3 * (row * width + column) + c]
  const above = at(left, top) + fx * (at(right, top) - at(left, top))
  const below = at(left, bottom) + fx * (at(right, bottom) - at(left, bottom))
  return above + fy * (below - above)
}

const clamp = (value: number, max: number): number => Math.min(max, Math.max(0, value))

/** Moves every channel by 1 … 6 levels either way; at black and white always inwards, so that none is left as it was. */
function perturb(picture: Raster, noiseSeed: number): Raster {
  const samples = Buffer.from(picture.samples)
  let random = noiseSeed | 1
  for (let at = 0; at < samples.length; at += 3) {
    // xorshift32: one draw serves three channels, with five of its bits each.
    random ^= random << 13
    random ^= random >>> 17
    random ^= random << 5
    for (let c = 0; c < 3; c++) {
      const bits = (random >>> (3 + 8 * c)) & 31
      const amount = 1 + ((bits >> 1) % maxNoise)
      const moved = samples[at + c] + ((bits & 1) === 0 ? amount : -amount)
      samples[at + c] = moved < 0 || moved > 255 ? 2 * samples[at + c] - moved : moved
    }
  }
  return { ...picture, samples }
}
