// What the documents say is checked of a call before it is accepted. An edit that passes is a job that can be painted.
import { createHash, randomInt } from 'node:crypto'
import sharp from 'sharp'
import { z } from 'zod'
import { err, ok, type Result } from '../../lib/core/result.ts'
import { decodeMask, decodePicture, type ImageFormat, type Raster } from './raster.ts'
import { isRatioAllowed, resultSize } from './result-size.ts'

/** Why a call is not accepted: `param` is the field at fault, as the caller named it. */
export type Refusal = { code: string; param: string | null; message: string }

export type EditJob = {
  model: string
  priceMicroUsd: number
  prompt: string
  seed: number
  aspectRatio: string
  /** What was asked for in pixels, or is that of the image; null goes by the ratio. */
  size: { width: number; height: number } | null
  outputFormat: ImageFormat
  picture: Raster
  mask: Raster | null
  /** SHA-256 over everything that the result depends on, hex. */
  fingerprint: string
}

const maxSeed = 2_147_483_647
const maxFileBytes = 20_000_000
const maxPixels = 20_000_000
const formats = new Set(['png', 'jpeg', 'webp', 'gif'])

/** A form carries digits, JSON a number. */
const wholeNumber = (max: number) =>
  z
    .union([z.number(), z.string().regex(/^\d{1,12}$/)])
    .transform(Number)
    .pipe(z.int().min(0).max(max))

const parametersSchema = z.object({
  prompt: z.string().refine((text) => text.trim() !== '', 'must not be empty'),
  aspect_ratio: z
    .string()
    .refine((text) => resultSize(text) !== null, 'must be W:H between 3:7 and 7:3')
    .default('1:1'),
  seed: wholeNumber(maxSeed).optional(),
  safety_tolerance: wholeNumber(2).default(1),
  output_format: z.enum(['png', 'jpeg']).default('png'),
})

export type EditCall = {
  model: unknown
  /** Micro-dollars by model. */
  prices: Readonly<Record<string, number>>
  /** Everything else by its name on the wire; what is unknown is ignored. */
  parameters: Readonly<Record<string, unknown>>
  /** What the image is called where it is missing. */
  imageField: string
  image: { name: string; bytes: Buffer } | null
  /** Further pictures that are shown beside it. */
  references?: readonly { name: string; bytes: Buffer }[]
  mask: { name: string; bytes: Buffer } | null
  /** `image`: as large as the image. `pixels`: width and height are parameters, multiples of 16. */
  sizedBy?: 'ratio' | 'image' | 'pixels'
}

export async function acceptEdit(call: EditCall): Promise<Result<EditJob, Refusal>> {
  const { image, references = [], mask } = call
  if (typeof call.model !== 'string' || !Object.hasOwn(call.prices, call.model)) {
    return refuse('model_not_found', 'model', `The model ${JSON.stringify(call.model)} does not exist.`)
  }
  const parsed = parametersSchema.safeParse(call.parameters)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse('invalid_value', String(issue.path[0]), `${issue.path.join('.')}: ${issue.message}`)
  }
  if (image === null) return refuse('missing_required_parameter', call.imageField, 'An image is required.')
  const picture = await readPicture(image)
  if (!picture.ok) return picture
  for (const reference of references) {
    const read = await readPicture(reference)
    if (!read.ok) return read
  }
  const stencil = mask === null ? ok(null) : await readMask(mask, picture.value)
  if (!stencil.ok) return stencil

  const size = sizeOf(call, picture.value)
  if (!size.ok) return size

  const { prompt, aspect_ratio: aspectRatio, safety_tolerance, output_format: outputFormat } = parsed.data
  const seed = parsed.data.seed ?? randomInt(maxSeed + 1)
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([call.model, prompt, seed, aspectRatio, safety_tolerance, outputFormat, size.value]))
    .update(createHash('sha256').update(image.bytes).digest())
    .update(Buffer.concat(references.map(({ bytes }) => createHash('sha256').update(bytes).digest())))
    .update(mask === null ? '' : createHash('sha256').update(mask.bytes).digest())
    .digest('hex')
  return ok({
    model: call.model,
    priceMicroUsd: call.prices[call.model],
    prompt,
    seed,
    aspectRatio,
    size: size.value,
    outputFormat,
    picture: picture.value,
    mask: stencil.value,
    fingerprint,
  })
}

const side = wholeNumber(4_096).refine((value) => value >= 64 && value % 16 === 0)
const pixelsSchema = z.object({ width: side, height: side }).refine(({ width, height }) => width * height <= 4_000_000)

function sizeOf({ sizedBy, parameters }: EditCall, picture: Raster): Result<EditJob['size'], Refusal> {
  if (sizedBy === 'image') return ok({ width: picture.width, height: picture.height })
  if (sizedBy !== 'pixels') return ok(null)
  const parsed = pixelsSchema.safeParse(parameters)
  return parsed.success
    ? ok(parsed.data)
    : refuse('invalid_value', 'width', 'Width and height must be multiples of 16, and 4 MP at most.')
}

/** Sizes count as stored: an orientation tag turns nothing. */
async function readPicture({ name, bytes }: { name: string; bytes: Buffer }): Promise<Result<Raster, Refusal>> {
  if (bytes.length > maxFileBytes) return refuse('image_too_large', name, 'The file is over 20 MB.')
  const head = await sharp(bytes)
    .metadata()
    .catch(() => null)
  if (head === null || !formats.has(head.format)) {
    return refuse('invalid_image', name, 'The image must be PNG, JPEG, WebP or GIF.')
  }
  if ((head.pages ?? 1) > 1) return refuse('invalid_image', name, 'The image is animated.')
  if (head.width * head.height > maxPixels) return refuse('image_too_large', name, 'The image is over 20 megapixels.')
  if (!isRatioAllowed(head.width, head.height)) {
    return refuse('invalid_aspect_ratio', name, 'The ratio of the image is not between 3:7 and 7:3.')
  }
  const picture = await decodePicture(bytes).catch(() => null)
  return picture === null ? refuse('invalid_image', name, 'The image cannot be decoded.') : ok(picture)
}

async function readMask(
  { name, bytes }: { name: string; bytes: Buffer },
  { width, height }: Raster,
): Promise<Result<Raster, Refusal>> {
  const mask = await decodeMask(bytes).catch(() => null)
  if (mask === null) return refuse('invalid_mask', name, 'The mask cannot be decoded.')
  if (mask.width !== width || mask.height !== height) {
    const sizes = `${mask.width}x${mask.height}, but the image is ${width}x${height}`
    return refuse('invalid_mask_size', name, `The mask is ${sizes}.`)
  }
  return ok(mask)
}

const refuse = (code: string, param: string | null, message: string): { ok: false; error: Refusal } =>
  err({ code, param, message })
