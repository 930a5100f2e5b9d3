/**
 * One channel of one pixel, 8 bits each: (original (255 − mask) + result mask) / 255, to the nearest whole.
 * Mask 0 gives the original and 255 the result, exactly; between them ties cannot occur, since 255 is odd.
 */
export const blendSample = (original: number, result: number, mask: number): number =>
  ((original * (255 - mask) + result * mask + 127) / 255) | 0
