import { type Orientation, textAt, viewOf } from './container.ts'

const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8]

/**
 * Reads tag 0x0112 of the first directory of a TIFF block, with or without the "Exif" mark of JPEG before it.
 * Anything that cannot be read counts as upright: a broken note about the picture is no broken picture.
 */
export function exifOrientation(block: Uint8Array | null): Orientation {
  if (block === null) return 1
  const tiff = textAt(block, 0, 6) === 'Exif\0\0' ? block.subarray(6) : block
  const order = textAt(tiff, 0, 4)
  const littleEndian = order === 'II*\0'
  if (!littleEndian && order !== 'MM\0*') return 1
  const view = viewOf(tiff)
  if (view.byteLength < 8) return 1
  const directory = view.getUint32(4, littleEndian)
  if (directory + 2 > view.byteLength) return 1
  const entries = view.getUint16(directory, littleEndian)
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i
    if (entry + 12 > view.byteLength) return 1
    if (view.getUint16(entry, littleEndian) !== 0x0112) continue
    const value = view.getUint16(entry + 8, littleEndian)
    return orientations.find((orientation) => orientation === value) ?? 1
  }
  return 1
}
