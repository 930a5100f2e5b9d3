// From the raw result to the output: what the user gets, and what was measured of it on the stored file.
import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { intersectRects, type Size, wholeRect } from '../core/geometry.ts'
import type { Frame, OutputFormat } from '../edits/edit.ts'
import type { Found } from '../edits/receipt.ts'
import { type Asked, type FoundNote, writeSettingsXmp } from '../edits/settings-note.ts'
import { type CropPlan, placeResult } from '../frame/crop.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import { type Protection, protectionOf } from './blend.ts'
import { exifChunk, readPublicExif, withJpegExif } from './exif-notes.ts'
import { type Paste, pastedRows } from './finish-bands.ts'
import { type Corrections, measureAgainst, outsideOf, rawOutside } from './finish-measure.ts'
import { jpegOf } from './jpeg.ts'
import { odditiesOf } from './judge-result.ts'
import { readMask } from './mask-image.ts'
import { besideOf } from './measure-result.ts'
import type { PngPart } from './png-file.ts'
import { beginPng, shareBytes, shareRaster, wakeBandThreads, writePng } from './png-write.ts'
import { decodePixels, decoding, readImage, upright } from './read-image.ts'
import { pngCompression } from './working-copy.ts'
import { writeScratch } from './write-file.ts'
import { withXmp, xmpChunk } from './xmp.ts'

export type FinishRequest = {
  /** The working copy that was edited. */
  imagePath: string
  /** The upload that it all began with, where it is another file: what it notes of the photograph goes along. */
  originalPath: string | null
  rawPath: string
  maskPath: string | null
  /** What the engine was given: outside of it its result is held against the image. Null where it was given none. */
  askedMaskPath: string | null
  frame: Frame
  /** What part of the image was sent; null where all of it was. */
  crop: CropPlan | null
  /** What is taken back of what the engine did to the whole; null for one that leaves alone what it should. */
  corrections: Corrections | null
  outputFormat: OutputFormat
  /** The format that the engine was asked for; null where it had no choice. */
  askedFormat: OutputFormat | null
  /** Written into the output, so that it can tell how it was made; null leaves it bare. */
  asked: Asked | null
  scratchFolder: string
}

export type FinishedEdit = {
  /** A new file in the scratch folder. */
  outputPath: string
  format: OutputFormat
  width: number
  height: number
  bytes: number
  /** Null where nothing was protected: no mask, or the whole picture redrawn. */
  protectedPixels: number | null
  protectedPixelsChanged: number | null
  /** False for JPEG: the stored samples differ a little from the blended ones. */
  lossless: boolean
  found: Found
}

/**
 * `keep`: the raw result is scaled to the part that was sent and blended through the mask; the image's alpha stays.
 * `reframe`: the raw result as it came if it is in the format asked for, otherwise encoded anew.
 * @throws AppError image_invalid, mask_size_mismatch: files of ours that no longer are what was stored
 */
export async function finishEdit(request: FinishRequest): Promise<FinishedEdit> {
  const outputPath = join(request.scratchFolder, `${randomUUID()}.output`)
  const written =
    request.frame.kind === 'keep' ? await pasteBack(request, outputPath) : await takeWhole(request, outputPath)
  return {
    outputPath,
    format: request.outputFormat,
    width: written.size.width,
    height: written.size.height,
    bytes: (await stat(outputPath)).size,
    protectedPixels: written.protection?.protectedPixels ?? null,
    protectedPixelsChanged: written.protection?.protectedPixelsChanged ?? null,
    lossless: request.outputFormat === 'png',
    found: written.found,
  }
}

type Written = { size: Size; protection: Protection | null; found: Found }

async function pasteBack(request: FinishRequest, outputPath: string): Promise<Written> {
  const opened = await readImage(await readFile(request.imagePath))
  const raw = await readImage(await readFile(request.rawPath))
  const size = { width: opened.width, height: opened.height }
  const png = request.outputFormat === 'png'
  if (png) wakeBandThreads(3 * size.width * size.height)
  const { maskPath, askedMaskPath } = request
  const [image, result, mask, asked, exif] = await Promise.all([
    decodePixels(opened).then(shareRaster),
    decodePixels(raw).then(shareRaster),
    maskPath === null ? null : readMask({ source: maskPath, size }),
    askedMaskPath === null || askedMaskPath === maskPath ? null : readMask({ source: askedMaskPath, size }),
    request.originalPath === null ? null : readPublicExif(request.originalPath),
  ])
  const box = request.crop?.box ?? wholeRect(size)
  const place = placeResult({ box }, size)
  const bounds = mask ? intersectRects(mask.bounds, place.target) : place.target
  const begun = png ? beginPng(image, bounds) : null
  const measured =
    mask && askedMaskPath !== null && request.corrections
      ? await measureAgainst(
          {
            ...{ image, result, box },
            mask: { ...size, data: mask.raster },
            askedMask: asked && { ...size, data: asked.raster },
          },
          request.corrections,
        )
      : null
  const raster = mask && shareBytes(mask.raster)
  const paste: Paste = { result, place, mask: raster, correction: measured?.correction ?? null, bounds }
  const xmp = noteOf(request, {
    place: measured?.place ?? null,
    colour: measured?.colour ?? null,
    coverage: mask?.coverage ?? null,
    protectedPixels: mask?.protectedPixels ?? null,
    // A PNG of which any differs is thrown away by whoever has it finished.
    protectedPixelsChanged: mask && png ? 0 : null,
    outsideRaw: measured && rawOutside(measured.levels),
  })
  const protection = begun
    ? await writePng(begun, { path: outputPath, paste, notes: pngNotes({ exif, xmp }) })
    : await writeJpeg({ path: outputPath, image, paste, exif, xmp })
  const found: Found = {
    pasted: { width: place.target.width, height: place.target.height },
    coverage: mask?.coverage ?? null,
    outside: measured && outsideOf(measured.levels, protection),
    place: measured?.place ?? null,
    colour: measured?.colour ?? null,
    odd: odditiesOf({
      facts: raw,
      result,
      askedFormat: request.askedFormat,
      beside: measured?.compared ?? (await besideOf({ image, result, box, mask: asked?.raster ?? raster })),
    }),
  }
  return { size, protection: mask && protection, found }
}

/** Null where there is nothing to tell. */
type Notes = { exif: Uint8Array | null; xmp: string | null }

const pngNotes = ({ exif, xmp }: Notes): PngPart[] => [
  ...(exif === null ? [] : [exifChunk(exif)]),
  ...(xmp === null ? [] : [xmpChunk(xmp)]),
]

type JpegOutput = Notes & { path: string; image: Pixmap; paste: Paste }

function noteOf({ asked }: FinishRequest, found: FoundNote): string | null {
  if (asked === null) return null
  const { settings, ...receipt } = asked
  return writeSettingsXmp({ version: 1, settings, receipt: { ...receipt, ...found } })
}

/** What counts is what a reader of the stored file will see, not what was in memory. */
async function writeJpeg({ path, image, paste, exif, xmp }: JpegOutput): Promise<Protection> {
  const rows = { from: 0, to: image.height, last: true }
  const output = { ...image, data: pastedRows({ image, paste, rows }) }
  const bare = await jpegOf(sharp(output.data, { raw: output })).toBuffer()
  const told = xmp === null ? bare : withXmp(bare, xmp)
  // Readers look for EXIF first, so it is put in last, before the other.
  await writeScratch(path, exif === null ? told : withJpegExif(told, exif))
  return protectionOf({ before: image, after: await decodeFile(path), mask: paste.mask, crop: paste.place.target })
}

const nothingFound = { pasted: null, coverage: null, outside: null, place: null, colour: null }

async function takeWhole(request: FinishRequest, outputPath: string): Promise<Written> {
  const { rawPath, outputFormat } = request
  const bytes = await readFile(rawPath)
  const raw = await readImage(bytes)
  const asItCame = raw.format === outputFormat && raw.encodingKept
  const encode = outputFormat === 'png' ? (pipeline: Sharp) => pipeline.png(pngCompression) : jpegOf
  const output = asItCame ? bytes : await decoding(async () => encode(await upright(raw)).toBuffer())
  const unmeasured = { coverage: null, protectedPixels: null, protectedPixelsChanged: null, outsideRaw: null }
  const xmp = noteOf(request, { place: null, colour: null, ...unmeasured })
  await writeScratch(outputPath, xmp === null ? output : withXmp(output, xmp))
  const odd = odditiesOf({
    facts: raw,
    result: await decodePixels(raw),
    askedFormat: request.askedFormat,
    // Another frame is drawn anew: there is nothing to hold it against.
    beside: null,
  })
  return { size: { width: raw.width, height: raw.height }, protection: null, found: { ...nothingFound, odd } }
}

const decodeFile = async (path: string): Promise<Pixmap> => decodePixels(await readImage(await readFile(path)))
