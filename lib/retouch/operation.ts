// What the local engine can do instead of following a prompt, as data. Lengths are image pixels.
import { z } from 'zod'

export const operationSchema = z.discriminatedUnion('kind', [
  /** Removes what is painted by continuing the surroundings into it. */
  z.strictObject({ kind: z.literal('fill') }),
  z.strictObject({ kind: z.literal('blur'), radiusPx: z.number().min(1).max(500) }),
  z.strictObject({ kind: z.literal('pixelate'), cellPx: z.int().min(2).max(500) }),
  /** Turns every hue to this one, in degrees, and keeps light and shade. */
  z.strictObject({ kind: z.literal('recolour'), hueDegrees: z.number().min(0).max(360) }),
  z.strictObject({ kind: z.literal('greyscale') }),
])

export type Operation = z.infer<typeof operationSchema>
export type OperationKind = Operation['kind']

export const operationKinds = [
  'fill',
  'blur',
  'pixelate',
  'recolour',
  'greyscale',
] as const satisfies readonly OperationKind[]

export const defaultOperations: { readonly [K in OperationKind]: Extract<Operation, { kind: K }> } = {
  fill: { kind: 'fill' },
  blur: { kind: 'blur', radiusPx: 12 },
  pixelate: { kind: 'pixelate', cellPx: 16 },
  recolour: { kind: 'recolour', hueDegrees: 180 },
  greyscale: { kind: 'greyscale' },
}
