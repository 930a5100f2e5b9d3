// GIF: a screen, then blocks until the trailer (GIF89a specification).
import type { Size } from '../core/geometry.ts'
import { type Container, invalid, join, textAt, viewOf } from './container.ts'

const extension = 0x21
const graphicControl = 0xf9
const imageDescriptor = 0x2c
const trailer = 0x3b

/** Bytes of the colour table that a flags byte announces. */
const tableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1))

export function readSize(bytes: Uint8Array): Size {
  if (!/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) throw invalid('signature')
  if (bytes.length < 13) throw invalid('truncated')
  const view = viewOf(bytes)
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (size.width === 0 || size.height === 0) throw invalid('size')
  return size
}

/** Keeps the screen, the frames and their controls: comments, text and application blocks go. */
export function readContainer(bytes: Uint8Array): Container {
  const canvas = readSize(bytes)
  const view = viewOf(bytes)
  const screenEnd = 13 + tableBytes(bytes[10])
  const parts = [bytes.subarray(0, screenEnd)]
  let frames = 0
  let largestFrame = canvas
  let at = screenEnd
  while (bytes[at] !== trailer) {
    const start = at
    if (at + 10 > bytes.length) throw invalid('truncated')
    if (bytes[at] === extension) {
      at = endOfSubBlocks(bytes, at + 2)
      if (bytes[start + 1] !== graphicControl) continue
    } else if (bytes[at] === imageDescriptor) {
      const frame = { width: view.getUint16(at + 5, true), height: view.getUint16(at + 7, true) }
      if (frame.width * frame.height > largestFrame.width * largestFrame.height) largestFrame = frame
      frames++
      at = endOfSubBlocks(bytes, at + 10 + tableBytes(bytes[at + 9]) + 1)
    } else {
      throw invalid('block type')
    }
    parts.push(bytes.subarray(start, at))
  }
  if (frames === 0) throw invalid('no pixels')
  parts.push(Uint8Array.of(trailer))
  return { orientation: 1, exif: null, frames, largestFrame, iccProfile: null, clean: join(parts, bytes) }
}

function endOfSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length) {
    const length = bytes[at]
    at += 1 + length
    if (length === 0) return at
  }
  throw invalid('truncated')
}
