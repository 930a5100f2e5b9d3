// The four ways to look at two versions. Pure.
export const compareModes = ['slider', 'side-by-side', 'onion-skin', 'difference'] as const
export type CompareMode = (typeof compareModes)[number]

export const nextMode = (mode: CompareMode): CompareMode =>
  compareModes[(compareModes.indexOf(mode) + 1) % compareModes.length]
