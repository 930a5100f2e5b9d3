// What the local engine can do instead of following a prompt, as data. Lengths are image pixels.
import { z } from 'zod'
import { idPattern } from '../core/ids.ts'

const place = z.number().min(-100_000).max(100_000)

export const operationSchema = z.discriminatedUnion('kind', [
  /** Removes what is painted by continuing the surroundings into it. */
  z.strictObject({
    kind: z.literal('fill'),
    /** A mask of the same picture: what is painted there is never copied. */
    avoidMaskId: z.string().regex(idPattern).optional(),
    /** Lines along which edges continue through the hole, in pixels of the picture. */
    guides: z
      .array(
        z
          .array(z.strictObject({ x: place, y: place }))
          .min(2)
          .max(64),
      )
      .max(16)
      .optional(),
  }),
  z.strictObject({ kind: z.literal('blur'), radiusPx: z.number().min(1).max(500) }),
  z.strictObject({ kind: z.literal('pixelate'), cellPx: z.int().min(2).max(500) }),
  /** Turns every hue to this one, in degrees, and keeps light and shade. */
  z.strictObject({
    kind: z.literal('recolour'),
    hueDegrees: z.number().min(0).max(360),
    /** 100 is the new hue alone, 0 the old colour; edits of before it was asked for had all of it. */
    strengthPercent: z.number().min(0).max(100).default(100),
  }),
  z.strictObject({ kind: z.literal('greyscale') }),
  /** Above 0 brightens, below darkens; black and white stay. */
  z.strictObject({ kind: z.literal('brighten'), amountPercent: z.number().min(-100).max(100) }),
])

export type Operation = z.infer<typeof operationSchema>
export type OperationKind = Operation['kind']

export const operationKinds = [
  'fill',
  'blur',
  'pixelate',
  'recolour',
  'greyscale',
  'brighten',
] as const satisfies readonly OperationKind[]

export const defaultOperations: { readonly [K in OperationKind]: Extract<Operation, { kind: K }> } = {
  fill: { kind: 'fill' },
  blur: { kind: 'blur', radiusPx: 12 },
  pixelate: { kind: 'pixelate', cellPx: 16 },
  recolour: { kind: 'recolour', hueDegrees: 180, strengthPercent: 100 },
  greyscale: { kind: 'greyscale' },
  brighten: { kind: 'brighten', amountPercent: 30 },
}
