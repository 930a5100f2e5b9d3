// Just enough of ICC profiles (ICC.1:2022) to tell whether a picture's numbers already mean what sRGB says they mean.
import { textAt, viewOf } from './container.ts'

export type ProfileColour = 'rgb' | 'grey' | 'cmyk'

const signatures: Readonly<Record<ProfileColour, string>> = { rgb: 'RGB ', grey: 'GRAY', cmyk: 'CMYK' }
/** X, Y, Z of the primaries of sRGB, adapted to the profile connection space's D50. */
const srgbColourants = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
} as const
/** Profiles of sRGB differ by rounding only; Display P3 is off by 0.08. */
const colourantTolerance = 0.002
/** In 8-bit levels: below it no rounded sample can change by more than one. */
const levelTolerance = 0.6

/** True for a whole profile made for pictures of this colour. Viewers ignore any other, and so do we. */
export function fitsColour(profile: Uint8Array, colour: ProfileColour): boolean {
  if (profile.length < 132) return false
  const view = viewOf(profile)
  return (
    view.getUint32(0) <= profile.length &&
    textAt(profile, 36, 40) === 'acsp' &&
    textAt(profile, 16, 20) === signatures[colour] &&
    132 + 12 * view.getUint32(128) <= profile.length
  )
}

/** True where leaving the samples as they are is what a conversion to sRGB would do, to within rounding. */
export function isSrgb(profile: Uint8Array): boolean {
  const tags = readTags(profile)
  // A profile with tables means more than its matrix says.
  if ([...tags.keys()].some((name) => /^A2B\d$/.test(name))) return false
  if (textAt(profile, 16, 20) === signatures.grey) return isSrgbCurve(tags.get('kTRC'))
  return (
    Object.entries(srgbColourants).every(([name, expected]) => isColourant(tags.get(name), expected)) &&
    ['rTRC', 'gTRC', 'bTRC'].every((name) => isSrgbCurve(tags.get(name)))
  )
}

/**
 * What a profile for grey makes of a sample, from 0 … 1 to 0 … 1 in sRGB's own curve. Null where it is no plain curve.
 * (Sharp leaves 16-bit grey unconverted, and lcms is off by up to nine levels in the dark of 8-bit grey.)
 */
export function greyToSrgb(profile: Uint8Array): Curve | null {
  const tag = textAt(profile, 16, 20) === signatures.grey ? readTags(profile).get('kTRC') : undefined
  const curve = tag ? readCurve(tag) : null
  return curve && ((value) => encodeSrgb(curve(value)))
}

function readTags(profile: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(profile)
  const tags = new Map<string, Uint8Array>()
  for (let i = 0; i < view.getUint32(128); i++) {
    const entry = 132 + 12 * i
    const start = view.getUint32(entry + 4)
    tags.set(textAt(profile, entry, entry + 4), profile.subarray(start, start + view.getUint32(entry + 8)))
  }
  return tags
}

const fixed = (view: DataView, at: number): number => view.getInt32(at) / 65_536

function isColourant(tag: Uint8Array | undefined, expected: readonly number[]): boolean {
  if (!tag || tag.length < 20 || textAt(tag, 0, 4) !== 'XYZ ') return false
  const view = viewOf(tag)
  return expected.every((value, i) => Math.abs(fixed(view, 8 + 4 * i) - value) <= colourantTolerance)
}

function isSrgbCurve(tag: Uint8Array | undefined): boolean {
  const curve = tag && readCurve(tag)
  if (!curve) return false
  for (let level = 0; level < 256; level++) {
    if (Math.abs(encodeSrgb(curve(level / 255)) * 255 - level) > levelTolerance) return false
  }
  return true
}

const encodeSrgb = (light: number): number => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055)

export type Curve = (value: number) => number

function readCurve(tag: Uint8Array): Curve | null {
  const view = viewOf(tag)
  if (tag.length < 12) return null
  const type = textAt(tag, 0, 4)
  if (type === 'curv') return sampledCurve(view)
  return type === 'para' ? parametricCurve(view) : null
}

function sampledCurve(view: DataView): Curve | null {
  const count = view.getUint32(8)
  if (count === 0) return (value) => value
  if (12 + 2 * count > view.byteLength) return null
  if (count === 1) return (value) => value ** (view.getUint16(12) / 256)
  return (value) => {
    const place = value * (count - 1)
    const below = Math.min(count - 2, Math.floor(place))
    const from = view.getUint16(12 + 2 * below)
    const to = view.getUint16(14 + 2 * below)
    return (from + (to - from) * (place - below)) / 65_535
  }
}

/** Types 0 and 3: a pure power, and the power with a straight beginning that sRGB is written as. */
function parametricCurve(view: DataView): Curve | null {
  const type = view.getUint16(8)
  const count = { 0: 1, 3: 5 }[type]
  if (count === undefined || 12 + 4 * count > view.byteLength) return null
  const [g, a, b, c, d] = Array.from({ length: count }, (_, i) => fixed(view, 12 + 4 * i))
  if (type === 0) return (value) => value ** g
  return (value) => (value >= d ? (a * value + b) ** g : c * value)
}
