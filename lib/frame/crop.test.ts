import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intersectRects, type Rect, type Size, wholeRect } from '../core/geometry.ts'
import { type CropLimits, type CropWish, magnification, placeResult, planCrop, reachesBeyond } from './crop.ts'
import { expectedSize, offeredRatios, parseRatio } from './ratio.ts'

const limits: CropLimits = { ratios: offeredRatios, maxPixels: 2_000_000 }

const sizes: fc.Arbitrary<Size> = fc.oneof(
  fc.record({ width: fc.integer({ min: 1, max: 60 }), height: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ width: fc.integer({ min: 300, max: 6000 }), height: fc.integer({ min: 300, max: 6000 }) }),
)

const rectsIn = ({ width, height }: Size): fc.Arbitrary<Rect> =>
  fc
    .record({ x: fc.nat(width - 1), y: fc.nat(height - 1), w: fc.nat(width), h: fc.nat(height) })
    .map(({ x, y, w, h }) => ({
      x,
      y,
      width: Math.max(1, Math.min(w, width - x)),
      height: Math.max(1, Math.min(h, height - y)),
    }))

const wishes: fc.Arbitrary<CropWish> = sizes.chain((image) =>
  fc.record({
    image: fc.constant(image),
    maskBounds: fc.option(rectsIn(image)),
    context: fc.integer({ min: 0, max: 200 }),
    locked: fc.option(rectsIn({ width: image.width * 2, height: image.height * 2 })),
    limits: fc.record({
      ratios: fc.subarray([...offeredRatios], { minLength: 1 }),
      maxPixels: fc.constantFrom(1_000_000, 2_000_000, 4_000_000),
    }),
  }),
)

const holds = (outer: Rect, inner: Rect): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height

test('box and sent size have exactly the ratio that is asked for, and it is one that is offered', () => {
  fc.assert(
    fc.property(wishes, (wish) => {
      const { box, sent, aspectRatio } = planCrop(wish)
      const ratio = parseRatio(aspectRatio)!
      expect(wish.limits.ratios).toContain(aspectRatio)
      expect(box.width * ratio.height).toBe(box.height * ratio.width)
      expect(sent.width * ratio.height).toBe(sent.height * ratio.width)
    }),
  )
})

test('the mask is always inside of the box', () => {
  fc.assert(
    fc.property(wishes, (wish) => {
      expect(holds(planCrop(wish).box, wish.maskBounds ?? wholeRect(wish.image))).toBe(true)
    }),
  )
})

test('a box lies in the image unless no ratio has one that holds the mask and its 64 pixels', () => {
  fc.assert(
    fc.property(wishes, (wish) => {
      const plan = planCrop(wish)
      const { image } = wish
      if (!reachesBeyond(plan, image)) {
        expect(holds(wholeRect(image), plan.box)).toBe(true)
        return
      }
      const mask = wish.maskBounds ?? wholeRect(image)
      const margin = wish.locked ? 0 : 64
      const needed = intersectRects(
        { x: mask.x - margin, y: mask.y - margin, width: mask.width + 2 * margin, height: mask.height + 2 * margin },
        wholeRect(image),
      )
      for (const ratio of wish.limits.ratios) {
        const { width, height } = parseRatio(ratio)!
        const most = Math.floor(Math.min(image.width / width, image.height / height))
        expect(most * width < needed.width || most * height < needed.height).toBe(true)
      }
    }),
  )
})

test('where a side is longer than the image it reaches beyond both ends alike, and the other side stays inside', () => {
  fc.assert(
    fc.property(wishes, ({ image, ...wish }) => {
      const { box } = planCrop({ image, ...wish })
      for (const [at, length, room] of [
        [box.x, box.width, image.width],
        [box.y, box.height, image.height],
      ]) {
        const before = -at
        const after = at + length - room
        if (length > room) expect(Math.abs(before - after)).toBeLessThanOrEqual(1)
        else expect(before <= 0 && after <= 0).toBe(true)
      }
    }),
  )
})

test('what is sent stays within the limit, and is enlarged only up to the size that comes back', () => {
  fc.assert(
    fc.property(wishes, (wish) => {
      const plan = planCrop(wish)
      expect(plan.sent.width * plan.sent.height).toBeLessThanOrEqual(wish.limits.maxPixels)
      const usual = expectedSize(plan.aspectRatio)
      if (magnification(plan) > 1) expect(plan.sent.width).toBeLessThanOrEqual(usual.width)
      if (magnification(plan) < 1) expect(plan.box.width * plan.box.height).toBeGreaterThan(wish.limits.maxPixels)
    }),
  )
})

test('the middle of a pixel comes back to itself through the sent size and a result of any size', () => {
  const received = fc.record({
    width: fc.integer({ min: 200, max: 2000 }),
    height: fc.integer({ min: 200, max: 2000 }),
  })
  fc.assert(
    fc.property(wishes, received, fc.double({ min: 0, max: 1, noNaN: true }), (wish, result, share) => {
      const { box, sent } = planCrop(wish)
      const { size, source, target } = placeResult({ box }, wish.image)
      const x = target.x + Math.floor(share * (target.width - 1)) + 0.5
      const inSent = ((x - box.x) * sent.width) / box.width
      const inResult = (inSent * result.width) / sent.width
      const back = (inResult * size.width) / result.width - source.x + target.x
      expect(Math.abs(back - x)).toBeLessThan(0.5)
    }),
  )
})

test('what is pasted is the part of the box that lies in the image', () => {
  fc.assert(
    fc.property(wishes, (wish) => {
      const { box } = planCrop(wish)
      const { size, source, target } = placeResult({ box }, wish.image)
      expect(holds(wholeRect(wish.image), target)).toBe(true)
      expect(holds(wholeRect(size), source)).toBe(true)
      expect([source.width, source.height]).toEqual([target.width, target.height])
      expect([source.x + box.x, source.y + box.y]).toEqual([target.x, target.y])
    }),
  )
})

const photograph: Size = { width: 6000, height: 3375 }

test('half of the box on each side is the context, and the smallest ratio around it is taken', () => {
  const maskBounds = { x: 2000, y: 1000, width: 600, height: 400 }
  expect(planCrop({ image: photograph, maskBounds, limits })).toEqual({
    box: { x: 1700, y: 800, width: 1200, height: 800 },
    aspectRatio: '3:2',
    sent: { width: 1248, height: 832 },
  })
})

test('without context a stroke of one pixel still has 64 pixels around it, enlarged to about a megapixel', () => {
  const maskBounds = { x: 3000, y: 1500, width: 1, height: 1 }
  const plan = planCrop({ image: photograph, maskBounds, limits, context: 0 })
  expect(plan).toEqual({
    box: { x: 2936, y: 1436, width: 129, height: 129 },
    aspectRatio: '1:1',
    sent: { width: 1024, height: 1024 },
  })
})

test('a stroke of one pixel across the whole image keeps all of its width', () => {
  const maskBounds = { x: 0, y: 1600, width: 6000, height: 1 }
  const plan = planCrop({ image: photograph, maskBounds, limits })
  expect(plan.box).toEqual({ x: 0, y: 0, width: 6000, height: 3375 })
  expect(plan.aspectRatio).toBe('16:9')
  expect(plan.sent.width * plan.sent.height).toBeLessThanOrEqual(2_000_000)
})

test('context gives way before the image has to be mirrored', () => {
  const image = { width: 4000, height: 3000 }
  const maskBounds = { x: 500, y: 500, width: 2800, height: 2000 }
  const plan = planCrop({ image, maskBounds, limits })
  expect(reachesBeyond(plan, image)).toBe(false)
  expect(plan.aspectRatio).toBe('3:2')
  expect(plan.box).toEqual({ x: 1, y: 167, width: 3999, height: 2666 })
})

test('a full mask, a mask at all four edges and no mask send the whole image, mirrored where its ratio is not offered', () => {
  const image = { width: 4000, height: 3000 }
  const whole = { box: { x: -250, y: 0, width: 4500, height: 3000 }, aspectRatio: '3:2' }
  expect(planCrop({ image, maskBounds: wholeRect(image), limits })).toMatchObject(whole)
  expect(planCrop({ image, maskBounds: null, limits })).toMatchObject(whole)
  const tall = { width: 300, height: 700 }
  expect(planCrop({ image: tall, maskBounds: wholeRect(tall), limits })).toEqual({
    box: { x: 0, y: 0, width: 300, height: 700 },
    aspectRatio: '3:7',
    sent: { width: 660, height: 1540 },
  })
})

test('an image of one pixel is a plan, too', () => {
  const image = { width: 1, height: 1 }
  expect(planCrop({ image, maskBounds: null, limits })).toEqual({
    box: { x: 0, y: 0, width: 1, height: 1 },
    aspectRatio: '1:1',
    sent: { width: 1024, height: 1024 },
  })
})

test('a box of an offered ratio that the user has drawn stays where it is; one that misses the mask grows around it', () => {
  const maskBounds = { x: 2000, y: 1000, width: 600, height: 400 }
  const locked = { x: 1950, y: 900, width: 900, height: 600 }
  expect(planCrop({ image: photograph, maskBounds, limits, locked, context: 200 }).box).toEqual(locked)
  // Drawn of another ratio it grows to the right or downwards, so that what was typed first stays.
  const wide = { x: 1950, y: 900, width: 900, height: 580 }
  expect(planCrop({ image: photograph, maskBounds, limits, locked: wide }).box).toEqual(locked)
  const beside = { x: 100, y: 100, width: 90, height: 60 }
  expect(holds(planCrop({ image: photograph, maskBounds, limits, locked: beside }).box, maskBounds)).toBe(true)
})
