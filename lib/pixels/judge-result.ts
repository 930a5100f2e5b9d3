// What is odd about a result that could be decoded: it is kept and shown all the same, and told of.
import type { Size } from '../core/geometry.ts'
import type { Oddity } from '../edits/receipt.ts'
import type { Pixmap } from '../retouch/pixmap.ts'
import type { ReadImage } from './read-image.ts'

/** FLUX draws about 1 MP: less than this is a placeholder or an icon rather than an edit. */
const tinyPixels = 50_000

/** A picture whose every sample lies within so many levels of one colour has nothing in it. */
const blankLevels = 4
/** What an encoder or a resampler may do to a pixel that nobody changed. */
const sameLevels = 2
/** Of the pixels that were to change: fewer than this, and nothing has. */
const leastChanged = 0.001

type Facts = Pick<ReadImage, 'width' | 'height' | 'format' | 'sixteenBit' | 'colourKept'>

/** What was sent and what came back, in one geometry; above half of the mask a pixel was to change. */
type Beside = { original: Pixmap; result: Pixmap; mask: (Size & { data: Uint8Array }) | null }

type Judged = {
  facts: Facts
  result: Pixmap
  /** What the engine was asked for; null for one that has no choice of format and size. */
  askedFormat: 'png' | 'jpeg' | null
  /** Null where the two cannot be held against each other: another frame. */
  beside: Beside | null
}

/** In the order of their weight. */
export function odditiesOf({ facts, result, askedFormat, beside }: Judged): Oddity[] {
  const found: Oddity[] = []
  if (isBlank(result) && !(beside && isBlank(beside.original))) found.push('blank')
  else if (beside && isUnchanged(beside)) found.push('unchanged')
  if (askedFormat !== null && isTiny(facts)) found.push('tiny')
  if (facts.sixteenBit || !facts.colourKept) found.push('colour-type')
  if (askedFormat !== null && facts.format !== askedFormat) found.push('other-format')
  return found
}

const isTiny = ({ width, height }: Size): boolean => width * height <= tinyPixels

function isBlank({ data, channels }: Pixmap): boolean {
  for (let c = 0; c < 3; c++) {
    let [low, high] = [255, 0]
    for (let i = c; i < data.length; i += channels) {
      const level = data[i]
      if (level < low) low = level
      if (level > high) high = level
      if (high - low > blankLevels) return false
    }
  }
  return true
}

function isUnchanged({ original, result, mask }: Beside): boolean {
  const pixels = result.width * result.height
  let [asked, changed] = [0, 0]
  for (let i = 0, a = 0, b = 0; i < pixels; i++, a += original.channels, b += result.channels) {
    if (mask !== null && mask.data[i] < 128) continue
    asked++
    const off = Math.max(
      Math.abs(original.data[a] - result.data[b]),
      Math.abs(original.data[a + 1] - result.data[b + 1]),
      Math.abs(original.data[a + 2] - result.data[b + 2]),
    )
    if (off > sameLevels) changed++
  }
  // A mask that is faint everywhere asks for no pixel wholly: of that nothing can be told.
  return asked > 0 && changed < asked * leastChanged
}
