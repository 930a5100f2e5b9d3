// What nobody sees is nothing to continue: under alpha 0 a file may hold any colour, and a browser's canvas, which
// premultiplies, gives back black there. So it is read nowhere, and preview and server stay together.
import type { Pixmap } from '../retouch/pixmap.ts'
import { isAvoided, isHole, type Level } from './level.ts'

/**
 * Below it a pixel counts as hidden: a premultiplied colour is off by up to 127 / alpha levels, which is 8 here. From
 * there on a pixel counts in full, so that a picture that is faint all over can still be filled.
 */
export const leastSeenAlpha = 16

export const isHidden = ({ data, channels }: Pixmap, pixel: number): boolean =>
  channels === 4 && data[pixel * 4 + 3] < leastSeenAlpha

/**
 * Gives every hidden pixel outside of the hole the colour of a seen one nearby, and marks it as avoided: not copied, and
 * what lies next to it is neither matched nor blended with a colour that nobody sees. `hidden` is 1 where one is, in the
 * level's size. Where nothing at all is seen the colours stay.
 */
export function coverHidden({ width, height, pixels, state }: Level, hidden: Uint8Array): void {
  // Steps to the pixel that the colour came from; one pass from the top left, one back.
  const steps = new Int32Array(width * height).fill(width + height)
  for (let at = 0; at < steps.length; at++) {
    if ((state[at] & isHole) !== 0) continue
    if (hidden[at] === 0) steps[at] = 0
    else state[at] |= isAvoided
  }
  const takeFrom = (at: number, from: number): void => {
    if (steps[from] + 1 >= steps[at]) return
    steps[at] = steps[from] + 1
    pixels.copyWithin(at * 4, from * 4, from * 4 + 3)
  }
  const look = (at: number, step: 1 | -1): void => {
    if (hidden[at] === 0 || (state[at] & isHole) !== 0) return
    const x = at % width
    if (step === 1 ? x > 0 : x < width - 1) takeFrom(at, at - step)
    const beyond = at - step * width
    if (beyond >= 0 && beyond < steps.length) takeFrom(at, beyond)
  }
  for (let at = 0; at < steps.length; at++) look(at, 1)
  for (let at = steps.length - 1; at >= 0; at--) look(at, -1)
}
