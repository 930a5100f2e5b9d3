// What each family of Black Forest Labs' models is sent. The families differ in how they take a picture and its frame.
import type { Size } from '../core/geometry.ts'
import type { EngineRequest } from './engine.ts'

/** A hole is what it is for: without a mask there is nothing to do. */
export const paintsIntoHoles = (model: string): boolean => /-fill(-|$)/.test(model)

/** Kontext four, as an experiment; FLUX.2 eight. */
export const takesSeveral = (model: string): boolean => !paintsIntoHoles(model)

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export function bodyFor(request: EngineRequest): Record<string, string | number | boolean> {
  const { model, image, references = [], maskPng, prompt, seed, safetyTolerance, outputFormat, aspectRatio } = request
  const common = { prompt, seed, safety_tolerance: safetyTolerance, output_format: outputFormat }
  if (paintsIntoHoles(model)) {
    return { ...common, image: base64(image.bytes), ...(maskPng && { mask: base64(maskPng) }) }
  }
  const beside = Object.fromEntries(references.map(({ bytes }, i) => [`input_image_${i + 2}`, base64(bytes)]))
  // Our own words are sent as they are.
  const edit = { ...common, prompt_upsampling: false, input_image: base64(image.bytes), ...beside }
  return model.startsWith('flux-2') ? { ...edit, ...flux2Size(aspectRatio) } : { ...edit, aspect_ratio: aspectRatio }
}

const step = 16
const wantedPixels = 1_048_576
const mostPixels = 4_000_000

/** About 1 MP in the ratio, on multiples of 16: exactly the ratio where its integers allow that. */
export function flux2Size(ratio: string): Size {
  const [across, down] = ratio.split(':').map(Number)
  const unit = across * down * step * step
  const times = Math.max(1, Math.round(Math.sqrt(wantedPixels / unit)))
  if (unit * times * times <= mostPixels) return { width: across * step * times, height: down * step * times }
  const scale = Math.sqrt(wantedPixels / (across * down))
  const near = (side: number): number => Math.max(256, Math.round((side * scale) / step) * step)
  return { width: near(across), height: near(down) }
}
