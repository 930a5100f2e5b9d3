// What was measured of an edit on its stored file. What was not measured is null, never 0.
import { z } from 'zod'

const count = z.number()
const size = z.object({ width: count, height: count })
const perChannel = z.tuple([count, count, count])
const share = z.number().min(0).max(1)

/** Whether it is trusted, which is what `auto` goes by. Null in receipts from before it was told apart from `applied`. */
const sure = z.boolean().nullable().default(null)

/** Protected pixels of the part that was sent that are noticeably off, of all of them. */
const outsideSchema = z.object({
  /** More than so many levels of 255, in any channel. */
  levels: count,
  /** As the engine returned it, in the geometry of its result. */
  raw: share,
  /** On the stored file, at full resolution. */
  stored: share,
})

/** How the engine's result lay over the image. */
const placeSchema = z.object({
  /** In pixels of the image, right and down positive: where the engine had moved things to. */
  drift: z.object({ x: count, y: count }),
  /** Above 1 where the engine had enlarged. */
  scale: z.object({ x: count, y: count }),
  confidence: share,
  /** Whether it was taken back. If not, the result lies as it came. */
  applied: z.boolean(),
  sure,
})

const colourSchema = z.object({
  /** What the engine had added at the median of its result, red first, in levels; once at mid grey. */
  levels: perChannel,
  /** What takes it off again: gain · result + offset. */
  gain: perChannel,
  offset: perChannel,
  confidence: share,
  applied: z.boolean(),
  sure,
})

/** What may be odd about a result that could be decoded. It is kept and shown, and told of. */
export const oddities = [
  /** One colour, where what was sent was more. */
  'blank',
  /** Where it was to change, it is what was sent. */
  'unchanged',
  /** At most 50,000 pixels. */
  'tiny',
  /** Not 8-bit sRGB or grey: it was converted. */
  'colour-type',
  /** Not the format that the engine was asked for. */
  'other-format',
] as const
export type Oddity = (typeof oddities)[number]

/** The last fields came later: receipts from before them are read as not having measured that. */
export const receiptSchema = z.object({
  /** Pixels where the mask is 0; null without a mask, when nothing was protected. */
  protectedPixels: count.nullable(),
  /** Of these, how many differ between the image and the stored output. 0 for a lossless output. */
  protectedPixelsChanged: count.nullable(),
  /** Sizes in pixels: what was sent, what came back, what is stored. */
  sent: size.extend({ bytes: count }).nullable(),
  received: size.extend({ bytes: count, format: z.string() }),
  stored: size.extend({ bytes: count, format: z.string() }),
  /** Whether every sample of the stored file is exact. JPEG cannot be. */
  lossless: z.boolean(),
  timesMs: z.object({
    queued: count.nullable(),
    engine: count.nullable(),
    fetching: count.nullable(),
    finishing: count.nullable(),
  }),
  costMicroUsd: count,
  /** The part that was sent, which may reach beyond the image, and what of it was pasted. */
  crop: size.extend({ x: count, y: count }).nullable().default(null),
  pasted: size.nullable().default(null),
  outside: outsideSchema.nullable().default(null),
  place: placeSchema.nullable().default(null),
  colour: colourSchema.nullable().default(null),
  /** How many times smaller the engine worked than the picture is, where that was needed; null at full size. */
  reducedBy: count.nullable().default(null),
  /** What the mask covers as a share of new pixels (decision 21); null without one, and in receipts from before it. */
  coverage: share.nullable().default(null),
  /** The edit whose raw result was used again: nothing was called. Null where an engine was asked. */
  refines: z.string().nullable().default(null),
  /** What is odd about the engine's result; null in receipts from before it was looked at. */
  odd: z.array(z.enum(oddities)).nullable().default(null),
})
export type Receipt = z.infer<typeof receiptSchema>

/** What finishing measures, beside what the rows of an edit tell. */
export type Found = Pick<Receipt, 'pasted' | 'coverage' | 'outside' | 'place' | 'colour' | 'odd'>
