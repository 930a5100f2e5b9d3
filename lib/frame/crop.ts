// What part of an image is sent for an edit that keeps the frame, and where its result belongs. Planned once, when the
// edit is asked for, and recorded with it: preparing, finishing and the page all read the same plan.
import { intersectRects, type Rect, type Size, unionRects, wholeRect } from '../core/geometry.ts'
import { expectedSize, parseRatio, type Ratio } from './ratio.ts'

/** Room around the mask, in percent of its own width and height, on each side. */
export const defaultContext = 50
export const maxContext = 200
/** Never less than this on a side, except where the image ends: a model needs to see what it has to join up with. */
export const minContextPx = 64

/** What an engine that sees only a crop can be asked for. */
export type CropLimits = {
  readonly ratios: readonly Ratio[]
  /** The most pixels that are worth sending. */
  readonly maxPixels: number
}

export type CropPlan = {
  /** In image pixels. May reach beyond the image, which is mirrored there; what is mirrored is cut away afterwards. */
  readonly box: Rect
  /** What the engine is asked for: exactly the box's own ratio. */
  readonly aspectRatio: Ratio
  /** The size in which the box is sent: the same ratio again, so that there and back is one uniform scale. */
  readonly sent: Size
}

export type CropWish = {
  readonly image: Size
  /** The smallest rectangle around all that is above 0; null without a mask, when the whole image is edited. */
  readonly maskBounds: Rect | null
  readonly limits: CropLimits
  /** 0 … 200. */
  readonly context?: number
  /** A box that the user has drawn: taken instead of the context, and grown where it does not hold the mask. */
  readonly locked?: Rect | null
}

/**
 * The smallest box of a ratio that can be asked for around the mask and its context, inside the image. Where none holds
 * all of the context, the one that holds most of it; where none holds even the mask and its 64 px, a box that reaches
 * beyond the image as little as possible. Boxes are whole multiples of their ratio's integers, so that ratios are exact.
 */
export function planCrop({ image, maskBounds, limits, context = defaultContext, locked = null }: CropWish): CropPlan {
  const whole = wholeRect(image)
  const mask = maskBounds ?? whole
  const drawn = locked && intersectRects(locked, whole)
  const wanted = drawn ? unionRects(mask, drawn) : withContext(mask, { image, share: context / 100 })
  const needed = drawn ? mask : withContext(mask, { image, share: 0 })

  const shapes = limits.ratios.map((ratio) => shapeOf(ratio))
  const inside = shapes.filter((shape) => stepsFor(shape, needed) <= stepsWithin(shape, image))
  const roomy = inside.filter((shape) => stepsFor(shape, wanted) <= stepsWithin(shape, image))

  const around = (shape: Shape, steps: number): Planned => ({
    shape,
    steps,
    box: placeBox(shape, { steps, wanted, needed, image, grows: drawn ? 'onwards' : 'around' }),
  })
  const best =
    least(
      roomy.map((shape) => around(shape, stepsFor(shape, wanted))),
      ({ box }) => area(box),
    ) ??
    least(
      inside.map((shape) => around(shape, stepsWithin(shape, image))),
      ({ box }) => -area(intersectRects(box, wanted)),
    ) ??
    least(
      shapes.map((shape) => around(shape, stepsFor(shape, wanted))),
      ({ box }) => area(box) - area(intersectRects(box, whole)),
    )
  if (best === null) throw new RangeError('An engine that crops must offer a ratio.')
  return { box: best.box, aspectRatio: best.shape.ratio, sent: sentSize(best, limits) }
}

/** Where a result belongs: it covers the box, of which `target` lies in the image; `source` is that part in box pixels. */
export type Placement = { readonly size: Size; readonly source: Rect; readonly target: Rect }

/**
 * The result, of whatever size it came, is scaled to `size` (the box), and of that `source` is pasted at `target`.
 * Both are equally large, and scaling needs to make no more than `source`.
 */
export function placeResult({ box }: Pick<CropPlan, 'box'>, image: Size): Placement {
  const target = intersectRects(box, wholeRect(image))
  return {
    size: { width: box.width, height: box.height },
    source: { ...target, x: target.x - box.x, y: target.y - box.y },
    target,
  }
}

/** Sent pixels for one pixel of the image, along a side. */
export const magnification = ({ box, sent }: Pick<CropPlan, 'box' | 'sent'>): number => sent.width / box.width

export const reachesBeyond = ({ box }: Pick<CropPlan, 'box'>, image: Size): boolean =>
  area(intersectRects(box, wholeRect(image))) < area(box)

type Shape = { readonly ratio: Ratio; readonly across: number; readonly down: number }
type Planned = { readonly shape: Shape; readonly steps: number; readonly box: Rect }

function shapeOf(ratio: Ratio): Shape {
  const parsed = parseRatio(ratio)
  if (!parsed) throw new RangeError(`${ratio} cannot be asked for`)
  return { ratio, across: parsed.width, down: parsed.height }
}

const area = ({ width, height }: Size): number => width * height

/** How many times the ratio's integers make a box that holds `size`, and how many times at most stay within it. */
const stepsFor = ({ across, down }: Shape, size: Size): number =>
  Math.ceil(Math.max(size.width / across, size.height / down))
const stepsWithin = ({ across, down }: Shape, size: Size): number =>
  Math.floor(Math.min(size.width / across, size.height / down))

function withContext(mask: Rect, { image, share }: { image: Size; share: number }): Rect {
  const across = Math.max(minContextPx, Math.round(mask.width * share))
  const down = Math.max(minContextPx, Math.round(mask.height * share))
  const grown = {
    x: mask.x - across,
    y: mask.y - down,
    width: mask.width + 2 * across,
    height: mask.height + 2 * down,
  }
  return intersectRects(grown, wholeRect(image))
}

type Placing = {
  steps: number
  wanted: Rect
  needed: Rect
  image: Size
  /** What grows beyond what is wanted grows to both sides, or, where the user has drawn it, only right and down. */
  grows: 'around' | 'onwards'
}

function placeBox({ across, down }: Shape, { steps, wanted, needed, image, grows }: Placing): Rect {
  const width = steps * across
  const height = steps * down
  // What fits whole is held whole; else what is needed is.
  const held = width >= wanted.width && height >= wanted.height ? wanted : needed
  return {
    x: placeAlong({
      length: width,
      room: image.width,
      from: held.x,
      to: held.x + held.width,
      start: wanted.x - (grows === 'around' ? Math.floor((width - wanted.width) / 2) : 0),
    }),
    y: placeAlong({
      length: height,
      room: image.height,
      from: held.y,
      to: held.y + held.height,
      start: wanted.y - (grows === 'around' ? Math.floor((height - wanted.height) / 2) : 0),
    }),
    width,
    height,
  }
}

type Along = { length: number; room: number; from: number; to: number; start: number }

/** At the start that is wished for, as far as that holds from … to inside the room; where the room is too short, beyond both its ends alike. */
function placeAlong({ length, room, from, to, start }: Along): number {
  if (length > room) return -Math.floor((length - room) / 2)
  const lowest = Math.max(0, to - length)
  const highest = Math.min(room - length, from)
  return Math.min(highest, Math.max(lowest, start))
}

/** As it is where the engine works in about its size; enlarged to what comes back anyway, reduced to what may be sent. */
function sentSize({ shape, steps }: Planned, { maxPixels }: CropLimits): Size {
  const { ratio, across, down } = shape
  const most = Math.max(1, Math.floor(Math.sqrt(maxPixels / (across * down))))
  const usual = Math.min(most, Math.max(1, stepsWithin(shape, expectedSize(ratio))))
  const sent = Math.min(most, Math.max(usual, steps))
  return { width: sent * across, height: sent * down }
}

/** The first of those of which `measure` says least. */
function least<T>(items: readonly T[], measure: (item: T) => number): T | null {
  let best: { item: T; measure: number } | null = null
  for (const item of items) {
    const measured = measure(item)
    if (best === null || measured < best.measure) best = { item, measure: measured }
  }
  return best?.item ?? null
}
