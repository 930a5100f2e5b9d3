// What is sent to an OpenAI-compatible server: FLUX's own parameters travel as further fields beside those that are OpenAI's.
import sharp from 'sharp'
import type { OpenAiProfile } from '../edits/engine-profile.ts'
import type { EngineRequest } from './engine.ts'

type Picture = { bytes: Uint8Array<ArrayBuffer>; format: string }

/** Multipart for /images/edits; the files come last, as clients send them. */
export async function formOf(request: EngineRequest, profile: OpenAiProfile): Promise<FormData> {
  const form = new FormData()
  for (const [name, value] of Object.entries(parametersOf(request, profile))) form.append(name, String(value))
  const append = (field: string, name: string, { bytes, format }: Picture) =>
    form.append(field, new File([bytes], `${name}.${format}`, { type: `image/${format}` }))
  const { image, references = [] } = request
  const field = fieldOf(profile, references.length)
  append(field, 'image', image)
  for (const [i, reference] of references.entries()) append(field, `image-${i + 2}`, reference)
  const mask = await maskOf(request, profile)
  if (mask) append(profile.maskField, 'mask', { bytes: mask, format: 'png' })
  return form
}

/** Several files of one name are a list, as OpenAI's own clients write it. */
const fieldOf = ({ imageField }: OpenAiProfile, references: number): string =>
  references === 0 || imageField.endsWith('[]') ? imageField : `${imageField}[]`

/** JSON for /images/generations, with pictures as data URLs. */
export async function jsonOf(request: EngineRequest, profile: OpenAiProfile): Promise<Record<string, unknown>> {
  const mask = await maskOf(request, profile)
  return {
    ...parametersOf(request, profile),
    input_image: dataUrl(request.image),
    ...Object.fromEntries((request.references ?? []).map((each, i) => [`input_image_${i + 2}`, dataUrl(each)])),
    ...(mask && { [profile.maskField]: dataUrl({ bytes: mask, format: 'png' }) }),
  }
}

const dataUrl = ({ bytes, format }: Picture): string =>
  `data:image/${format};base64,${Buffer.from(bytes).toString('base64')}`

function parametersOf(request: EngineRequest, profile: OpenAiProfile): Record<string, string | number> {
  const { model, prompt, aspectRatio, seed, safetyTolerance, outputFormat } = request
  const size = profile.ratios.find(({ ratio }) => ratio === aspectRatio)?.size
  const own = { aspect_ratio: aspectRatio, seed, safety_tolerance: safetyTolerance, output_format: outputFormat }
  return {
    model,
    prompt,
    ...(size && { size }),
    ...(profile.answer !== 'any' && { response_format: profile.answer === 'url' ? 'url' : 'b64_json' }),
    ...Object.fromEntries(profile.parameters.map((name) => [name, own[name]])),
  }
}

/** White edits: as it is. Alpha edits: what is white becomes transparent, and grey in part. */
async function maskOf(
  { maskPng }: EngineRequest,
  { maskPolarity }: OpenAiProfile,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (maskPng === null || maskPolarity === 'none') return null
  if (maskPolarity === 'white') return maskPng
  const { data, info } = await sharp(maskPng).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  const rgba = new Uint8Array(info.width * info.height * 4)
  for (let i = 0; i < info.width * info.height; i++) rgba[i * 4 + 3] = 255 - data[i * info.channels]
  return new Uint8Array(
    await sharp(rgba, { raw: { width: info.width, height: info.height, channels: 4 } })
      .png()
      .toBuffer(),
  )
}
