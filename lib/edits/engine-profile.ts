// What the studio has to know of a server that edits: where it is, how it wants to be spoken to, its models and their prices.
import { z } from 'zod'
import type { MicroUsd } from '../core/money.ts'
import { offeredRatios } from '../frame/ratio.ts'

/** Multipart POST to /images/edits, or JSON with a data URL to /images/generations. */
export const transports = ['edits', 'generations'] as const
/** How the painted part is told: white pixels, transparent pixels, or not at all. */
export const maskPolarities = ['white', 'alpha', 'none'] as const
/** How the result is asked for. Both forms are understood, whatever was asked. */
export const answerForms = ['any', 'url', 'base64'] as const
/** FLUX's own parameters, each of which some servers refuse. */
export const extraParameters = ['aspect_ratio', 'seed', 'safety_tolerance', 'output_format'] as const
/** Drafts are made on a cheap model; whatever is for editing also finishes them. */
export const modelUses = ['edit', 'draft'] as const
export type ModelUse = (typeof modelUses)[number]

const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/)
    .refine((text) => text.isWellFormed())

const baseUrl = z
  .string()
  .max(500)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && /^https?:$/.test(url.protocol) && !/[@?#\s]/.test(text)
  })
  .transform((text) => text.replace(/\/+$/, ''))

const fieldName = z.string().regex(/^[A-Za-z][\w-]{0,39}(\[\])?$/)

/** $1,000 a call: more is a slip of the finger. */
const price = z.int().min(0).max(1_000_000_000)

export const engineModelSchema = z.strictObject({
  /** What the server calls it. */
  model: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  /** What people call it. */
  label: oneLine(60),
  use: z.enum(modelUses),
  priceMicroUsd: price,
})
export type EngineModel = z.infer<typeof engineModelSchema>

const ratioSchema = z.strictObject({
  ratio: z.enum(offeredRatios),
  /** What `size` says where the server takes pixels instead of a ratio, such as "1536x1024". */
  size: z
    .string()
    .regex(/^[1-9]\d{1,3}x[1-9]\d{1,3}$/)
    .nullable(),
})

const common = {
  name: oneLine(40),
  baseUrl,
  /** How many calls may be under way at once. */
  concurrency: z.int().min(1).max(100),
  timeoutS: z.int().min(1).max(3600),
  models: z
    .array(engineModelSchema)
    .min(1)
    .max(20)
    .refine((models) => new Set(models.map(({ model }) => model)).size === models.length)
    // A draft has to be finished by something.
    .refine((models) => models.some(({ use }) => use === 'edit')),
}

export const openAiProfileSchema = z.strictObject({
  ...common,
  protocol: z.literal('openai'),
  /** False for a server of one's own that asks for no key. */
  needsKey: z.boolean(),
  transport: z.enum(transports),
  imageField: fieldName,
  /** Whether it takes more than one picture a call. Profiles from before that was asked do not say so. */
  severalPictures: z.boolean().default(false),
  maskField: fieldName,
  maskPolarity: z.enum(maskPolarities),
  answer: z.enum(answerForms),
  parameters: z.array(z.enum(extraParameters)).max(extraParameters.length),
  ratios: z.array(ratioSchema).min(1).max(offeredRatios.length),
  /** The heaviest image file that it takes, and how many pixels are worth sending. */
  maxImageBytes: z.int().min(100_000).max(100_000_000),
  maxSentPixels: z.int().min(65_536).max(20_000_000),
})
export type OpenAiProfile = z.infer<typeof openAiProfileSchema>

/** Black Forest Labs' own interface: its models decide what is sent, so there is less to set. */
export const bflProfileSchema = z.strictObject({ ...common, protocol: z.literal('bfl') })
export type BflProfile = z.infer<typeof bflProfileSchema>

export const engineProfileSchema = z.discriminatedUnion('protocol', [openAiProfileSchema, bflProfileSchema])
export type EngineProfile = z.infer<typeof engineProfileSchema>

export const needsKey = (profile: EngineProfile): boolean => profile.protocol === 'bfl' || profile.needsKey

/** Printable ASCII, as a header may carry it. */
export const engineKeySchema = z.string().regex(/^[\x21-\x7e]{1,500}$/)

/** The body of a new or changed profile. Without `key` the one that is kept stays; null takes it away. */
export const profileWishSchema = z.strictObject({
  profile: engineProfileSchema,
  key: engineKeySchema.nullish(),
})
export type ProfileWish = z.infer<typeof profileWishSchema>

/** @returns null where the engine has no such model */
export function chooseModel(models: readonly EngineModel[], wished: string | null | undefined): EngineModel | null {
  if (wished) return models.find(({ model }) => model === wished) ?? null
  return models.find(({ use }) => use === 'edit') ?? models[0] ?? null
}

/** On which model a draft of `model` is finished; null where it is no draft. */
export function finishModel(models: readonly EngineModel[], model: string): EngineModel | null {
  const drafted = models.find((known) => known.model === model)
  return drafted?.use === 'draft' ? (models.find(({ use }) => use === 'edit') ?? null) : null
}

/** What a price is between, cheapest and dearest. */
export function priceRange(models: readonly EngineModel[]): { from: MicroUsd; to: MicroUsd } {
  const prices = models.map(({ priceMicroUsd }) => priceMicroUsd)
  return { from: Math.min(...prices), to: Math.max(...prices) }
}

export const testFactsSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  ms: z.number(),
  /** What the server made of a free call. */
  outcome: z.enum(['accepted', 'key-refused', 'no-answer', 'answered']),
  status: z.number().nullable(),
  /** Which of the profile's models it lists; null where it lists none at all. */
  modelsOffered: z.number().nullable(),
  modelsAsked: z.number(),
})
export type TestFacts = z.infer<typeof testFactsSchema>

/** The body of POST /api/engines/:id/probe: what was shown, so that nothing else is paid. */
export const probeWishSchema = z.strictObject({ model: z.string().max(200), priceMicroUsd: price })
export type ProbeWish = z.infer<typeof probeWishSchema>

const probeVerdict = z.enum(['honoured', 'ignored', 'not-told'])
export type ProbeVerdict = z.infer<typeof probeVerdict>
const pixels = z.object({ width: z.number(), height: z.number() })

export const probeFactsSchema = z.object({
  at: z.string(),
  ms: z.number().nullable(),
  model: z.string(),
  priceMicroUsd: z.number(),
  mask: probeVerdict,
  /** Of the pixels outside the mask, the share that came back noticeably changed. */
  outside: z.number().nullable(),
  /** Told by comparing with the probe before this one, which had the same seed. */
  seed: probeVerdict,
  seedSent: z.number(),
  ratio: probeVerdict,
  ratioAsked: z.string(),
  sent: pixels,
  back: pixels,
  rawSha256: z.string(),
})
export type ProbeFacts = z.infer<typeof probeFactsSchema>
