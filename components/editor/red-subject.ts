// How much of what is masked is red: there rubylith film is hard to tell from the picture.

/** RGBA of the photograph and of its mask in grey, at one small size. */
type Samples = { readonly photo: Uint8ClampedArray; readonly mask: Uint8ClampedArray }

/** Above this share another colour is worth proposing. */
export const redShareToNotice = 0.4

/** Bright enough to have a colour, and of a hue within about 30 degrees of red. */
const isRed = (r: number, g: number, b: number): boolean => r > 70 && r > 1.5 * g && r > 1.5 * b

/** From 0 to 1; 0 where nothing is masked. */
export function redShare({ photo, mask }: Samples): number {
  let masked = 0
  let red = 0
  for (let i = 0; i < mask.length; i += 4) {
    if (mask[i] < 128) continue
    masked++
    if (isRed(photo[i], photo[i + 1], photo[i + 2])) red++
  }
  return masked === 0 ? 0 : red / masked
}
