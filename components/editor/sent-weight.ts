// About how heavy a crop will be before it is sent: said before the server has cut it, so it is a guess and told as one.
import { maxImageBytes } from '#lib/core/limits.ts'
import { type CropPlan, magnification } from '#lib/frame/crop.ts'

// Measured on 12 crops of the four samples, as lib/pixels/prepare.ts writes them (PNG, level 3, adaptive filters), in
// bytes per pixel sent: 1.76 at half the size, 1.61 as it is, 1.40 at 1.5 times, 1.23 at 2, 1.01 at 3, 0.88 at 4, 0.73 at
// 6 times; single crops from 0.6 to 1.25 of that.
const bytesPerPixel = 1.61
const lighterBy = 0.42

/** The format falls back as on the server, as soon as a PNG would be more than any engine takes. */
export function sentWeight(plan: Pick<CropPlan, 'box' | 'sent'>): { bytes: number; format: 'PNG' | 'WebP' } {
  const { width, height } = plan.sent
  const bytes = width * height * bytesPerPixel * Math.max(1, magnification(plan)) ** -lighterBy
  return { bytes: Math.round(bytes), format: bytes <= maxImageBytes ? 'PNG' : 'WebP' }
}
