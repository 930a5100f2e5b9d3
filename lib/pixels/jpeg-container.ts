// JPEG: markers, segments with a length, and scans of entropy-coded data (ITU-T T.81, annex B).
import type { Size } from '../core/geometry.ts'
import { type Container, invalid, join, textAt, viewOf } from './container.ts'
import { exifOrientation } from './exif-orientation.ts'
import { fitsColour, type ProfileColour } from './icc.ts'

const soi = 0xd8
const eoi = 0xd9
const sos = 0xda
const app0 = 0xe0
const app1 = 0xe1
const app2 = 0xe2
const app14 = 0xee
const comment = 0xfe
/** A progressive picture has about ten. Each costs a pass over all pixels, so thousands of them are a bomb. */
const maxScans = 100

type Segment = { marker: number; data: Uint8Array; whole: Uint8Array }

const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
const isApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef

/** The segments up to the end of the picture, which a whole file has. A scan is one segment with its coded data. */
function* readSegments(bytes: Uint8Array): Generator<Segment> {
  if (bytes[0] !== 0xff || bytes[1] !== soi) throw invalid('signature')
  const view = viewOf(bytes)
  let at = 2
  while (true) {
    const start = at
    if (at < bytes.length && bytes[at] !== 0xff) throw invalid('marker expected')
    while (bytes[at] === 0xff) at++
    if (at >= bytes.length) throw invalid('truncated')
    const marker = bytes[at++]
    if (marker === eoi) return
    if (standsAlone(marker)) continue
    if (marker === 0 || marker === soi) throw invalid('marker expected')
    if (at + 2 > bytes.length) throw invalid('truncated')
    const length = view.getUint16(at)
    if (length < 2) throw invalid('segment length')
    const dataEnd = at + length
    if (dataEnd > bytes.length) throw invalid('truncated')
    const data = bytes.subarray(at + 2, dataEnd)
    at = marker === sos ? endOfScan(bytes, dataEnd) : dataEnd
    yield { marker, data, whole: bytes.subarray(start, at) }
  }
}

/** In coded data 0xff is followed by 0 or is a restart marker; anything else ends the scan. */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next !== 0 && next !== 0xff && !standsAlone(next)) return at
  }
  throw invalid('truncated')
}

function readFrame({ data }: Segment): Size & { components: number } {
  if (data.length < 6) throw invalid('header')
  const view = viewOf(data)
  const size = { width: view.getUint16(3), height: view.getUint16(1) }
  if (size.width === 0 || size.height === 0) throw invalid('size')
  return { ...size, components: data[5] }
}

export function readSize(bytes: Uint8Array): Size {
  for (const segment of readSegments(bytes)) {
    if (!isFrameHeader(segment.marker)) continue
    const { width, height } = readFrame(segment)
    return { width, height }
  }
  throw invalid('no pixels')
}

export function readContainer(bytes: Uint8Array): Container {
  const segments: Segment[] = []
  let scans = 0
  for (const segment of readSegments(bytes)) {
    if (segment.marker === sos && ++scans > maxScans) throw invalid('too many scans')
    segments.push(segment)
  }
  const header = segments.find((segment) => isFrameHeader(segment.marker))
  if (!header || scans === 0) throw invalid('no pixels')
  const frame = readFrame(header)
  const noted = segments.find((segment) => segment.marker === app1 && textAt(segment.data, 0, 6) === 'Exif\0\0')
  const exif = noted?.data ?? null
  const iccProfile = joinProfile(segments, frame.components)

  const parts: Uint8Array[] = [bytes.subarray(0, 2)]
  for (const segment of segments) {
    if (segment.marker === app0) parts.push(...withoutThumbnail(segment))
    else if (segment.marker === app14 && textAt(segment.data, 0, 5) === 'Adobe') parts.push(segment.whole)
    else if (isProfilePart(segment)) parts.push(...(iccProfile ? [segment.whole] : []))
    else if (!isApplication(segment.marker) && segment.marker !== comment) parts.push(segment.whole)
  }
  parts.push(Uint8Array.of(0xff, eoi))
  return {
    orientation: exifOrientation(exif),
    exif,
    frames: 1,
    largestFrame: { width: frame.width, height: frame.height },
    iccProfile,
    clean: join(parts, bytes),
  }
}

/** Keeps the JFIF header, whose density matters to none and harms none, without the little picture it may hold. */
function withoutThumbnail({ data, whole }: Segment): Uint8Array[] {
  if (textAt(data, 0, 5) !== 'JFIF\0' || data.length < 14) return []
  if (data.length === 14) return [whole]
  return [Uint8Array.of(0xff, app0, 0, 16, ...data.subarray(0, 12), 0, 0)]
}

const isProfilePart = ({ marker, data }: Segment): boolean =>
  marker === app2 && textAt(data, 0, 12) === 'ICC_PROFILE\0' && data.length > 14

/** A profile comes in numbered parts of at most 64 KB (ICC.1, annex B.4). */
function joinProfile(segments: readonly Segment[], components: number): Uint8Array | null {
  const parts = segments.filter(isProfilePart).sort((a, b) => a.data[12] - b.data[12])
  const complete = parts.length > 0 && parts.every(({ data }, i) => data[12] === i + 1 && data[13] === parts.length)
  const colours: Record<number, ProfileColour> = { 1: 'grey', 3: 'rgb', 4: 'cmyk' }
  const colour = colours[components]
  if (!complete || !colour) return null
  const profile = Buffer.concat(parts.map(({ data }) => data.subarray(14)))
  return fitsColour(profile, colour) ? profile : null
}
