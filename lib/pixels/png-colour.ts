// Old PNGs state their colour as a gamma and four chromaticities. Browsers obey, libvips does not: such a picture would
// change its look between what is shown and what is edited. So they are written as a profile, which both understand.
import { viewOf } from './container.ts'
import type { ProfileColour } from './icc.ts'

/** The chunks' numbers are 100,000 times the values. */
const unit = 100_000
const srgbGamma = 45_455
/** White, red, green, blue of sRGB, each x and y. */
const srgbChromaticities = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
/** What libpng also takes for the same: 5 %, and a hundredth. */
const gammaTolerance = 2_300
const chromaticityTolerance = 1_000

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

/** X, Y, Z of the white of profiles, as ICC.1 rounds it. */
const d50: Triple = [0.9642, 1, 0.8249]
const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
]

type ColourNotes = { gamma: Uint8Array; chromaticities: Uint8Array | null; colour: ProfileColour }

/** @returns an ICC profile for what the chunks gAMA and cHRM say, or null where that is sRGB, or nonsense */
export function profileOfNotes({ gamma, chromaticities, colour }: ColourNotes): Uint8Array | null {
  if (gamma.length !== 4 || viewOf(gamma).getUint32(0) === 0) return null
  const exponent = viewOf(gamma).getUint32(0)
  const places = readChromaticities(chromaticities)
  const isSrgbGamma = Math.abs(exponent - srgbGamma) <= gammaTolerance
  const isSrgbPlaces = places.every((value, i) => Math.abs(value - srgbChromaticities[i]) <= chromaticityTolerance)
  if (isSrgbGamma && (isSrgbPlaces || colour === 'grey')) return null

  const curve = curveTag(unit / exponent)
  if (colour === 'grey')
    return profile('GRAY', [
      ['wtpt', xyzTag(d50)],
      ['kTRC', curve],
    ])
  const primaries = primariesAtD50(places)
  if (!primaries) return null
  const [red, green, blue] = primaries.map(xyzTag)
  return profile('RGB ', [
    ['wtpt', xyzTag(d50)],
    ['rXYZ', red],
    ['gXYZ', green],
    ['bXYZ', blue],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ])
}

function readChromaticities(chunk: Uint8Array | null): readonly number[] {
  if (chunk?.length !== 32) return srgbChromaticities
  return Array.from({ length: 8 }, (_, i) => viewOf(chunk).getUint32(4 * i))
}

/** Red, green and blue as X, Y, Z that add up to white, moved from the picture's white to D50 (Bradford). */
function primariesAtD50(chromaticities: readonly number[]): Triple[] | null {
  const [white, red, green, blue] = [0, 2, 4, 6].map((i): Triple => {
    const x = chromaticities[i] / unit
    const y = chromaticities[i + 1] / unit
    return [x / y, 1, (1 - x - y) / y]
  })
  const amounts = solve(transpose([red, green, blue]), white)
  const coneScale = apply(bradford, d50).map((value, i) => value / apply(bradford, white)[i])
  const moved = [red, green, blue].map((primary, i) => {
    const cones = apply(bradford, primary)
    const [l, m, s] = [0, 1, 2].map((k) => cones[k] * coneScale[k] * amounts[i])
    return solve(bradford, [l, m, s])
  })
  return moved.flat().every((value) => Number.isFinite(value) && Math.abs(value) < 4) ? moved : null
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const transpose = ([a, b, c]: Matrix): Matrix => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
]
const apply = ([a, b, c]: Matrix, v: Triple): Triple => [dot(a, v), dot(b, v), dot(c, v)]

/** Cramer's rule; not finite where the rows do not span space. */
function solve(matrix: Matrix, v: Triple): Triple {
  const [a, b, c] = transpose(matrix)
  const volume = dot(a, cross(b, c))
  return [dot(v, cross(b, c)) / volume, dot(a, cross(v, c)) / volume, dot(a, cross(b, v)) / volume]
}

function xyzTag(values: Triple): Buffer {
  const tag = Buffer.alloc(20)
  tag.write('XYZ ', 'latin1')
  for (const [i, value] of values.entries()) tag.writeInt32BE(Math.round(value * 65_536), 8 + 4 * i)
  return tag
}

function curveTag(exponent: number): Buffer {
  const tag = Buffer.alloc(16)
  tag.write('curv', 'latin1')
  tag.writeUInt32BE(1, 8)
  tag.writeUInt16BE(Math.min(65_535, Math.round(exponent * 256)), 12)
  return tag
}

/** A display profile of version 2 with these tags and nothing else. */
function profile(space: 'RGB ' | 'GRAY', tags: readonly (readonly [name: string, data: Buffer])[]): Buffer {
  const head = Buffer.alloc(132 + 12 * tags.length)
  const whole = Buffer.concat([head, ...tags.map(([, data]) => data)])
  whole.writeUInt32BE(whole.length, 0)
  whole.writeUInt32BE(0x02400000, 8)
  whole.write(`mntr${space}XYZ `, 12, 'latin1')
  whole.write('acsp', 36, 'latin1')
  xyzTag(d50).copy(whole, 68, 8)
  whole.writeUInt32BE(tags.length, 128)
  let at = head.length
  for (const [i, [name, data]] of tags.entries()) {
    whole.write(name, 132 + 12 * i, 'latin1')
    whole.writeUInt32BE(at, 136 + 12 * i)
    whole.writeUInt32BE(data.length, 140 + 12 * i)
    at += data.length
  }
  return whole
}
