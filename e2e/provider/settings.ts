// The provider's standing behaviour: what holds for every call until it is changed, unlike a fault, which strikes once.
import { z } from 'zod'

const shift = z.number().min(-16).max(16)
const tint = z.int().min(-64).max(64)

/** How a result lies against its input. Shifts are result pixels (right and down positive); tint is levels by channel. */
const distortionSchema = z.strictObject({
  shiftX: shift,
  shiftY: shift,
  zoomPercent: z.number().min(-10).max(10),
  tint: z.tuple([tint, tint, tint]),
})
export type Distortion = z.infer<typeof distortionSchema>

export const noDistortion: Distortion = { shiftX: 0, shiftY: 0, zoomPercent: 0, tint: [0, 0, 0] }

const prices = z.record(z.string(), z.int().min(0))

export const settingsSchema = z.strictObject({
  acceptedKey: z.string().min(1),
  /** Micro-dollars by model, for the OpenAI-compatible routes and for BFL's own. What is not listed does not exist. */
  prices,
  bflPrices: prices,
  /** `honours` paints inside the mask, `leaks` also around it, `ignores` somewhere else. */
  maskMode: z.enum(['honours', 'leaks', 'ignores']),
  distortion: distortionSchema,
  /** Sides of results as a share of the usual: about a megapixel takes a second of a core, which most tests need not pay. */
  sizeShare: z.number().min(0.1).max(1),
  expiryMs: z.int().min(1),
  expiredAnswer: z.enum(['404', '403-xml']),
  /** Before every answer to a call that costs money. */
  delayMs: z.int().min(0),
  /** How many polls of a ticket say Pending before it is ready. */
  pollsPending: z.int().min(0),
})
export type Settings = z.infer<typeof settingsSchema>

export const settingsPatchSchema = settingsSchema.partial()
export type SettingsPatch = z.input<typeof settingsPatchSchema>

export const defaultSettings = (acceptedKey: string): Settings => ({
  acceptedKey,
  prices: { 'flux-kontext-max': 70_000, 'flux-kontext-pro': 35_000 },
  bflPrices: {
    'flux-kontext-max': 80_000,
    'flux-kontext-pro': 40_000,
    'flux-pro-1.0-fill': 50_000,
    'flux-2-pro': 60_000,
  },
  maskMode: 'honours',
  distortion: noDistortion,
  sizeShare: 1,
  expiryMs: 600_000,
  expiredAnswer: '404',
  delayMs: 0,
  pollsPending: 1,
})
