// The tools that hold work between two presses.
import { describe, expect, test } from 'vitest'
import { createRaster } from '#lib/mask/raster.ts'
import { createDriver } from './driver.fixture.ts'

const image = { width: 120, height: 90 }

describe('the polygon', () => {
  const driver = (view?: { x: number; y: number; zoom: number }) => {
    const hand = createDriver(image, { view })
    hand.set({ tool: 'polygon' })
    return hand
  }
  const corners = (hand: ReturnType<typeof driver>) =>
    hand
      .applied()
      .flatMap((operation) =>
        operation.kind === 'shape' && operation.shape.kind === 'polygon'
          ? [operation.shape.points.map(({ x, y }) => [x, y])]
          : [],
      )

  test('is clicked corner by corner and closed by Enter', () => {
    const hand = driver()
    hand.click(20, 20)
    hand.click(90, 25)
    expect(hand.enter()).toBe(false)
    hand.click(60, 70)
    expect(hand.state.settings.openWork).toBe('points')
    expect(hand.enter()).toBe(true)
    expect(corners(hand)).toEqual([
      [
        [20, 20],
        [90, 25],
        [60, 70],
      ],
    ])
    expect(hand.state.settings.openWork).toBeNull()
    expect(hand.outline()).toEqual([])
    expect(hand.raster().data[40 * 120 + 57]).toBe(255)
  })

  test('a double click closes it without a corner of its own, and so does a click on the first corner', () => {
    const triangle = [
      [20, 20],
      [90, 25],
      [60, 70],
    ]
    const twice = driver()
    twice.click(20, 20)
    twice.click(90, 25)
    twice.click(60, 70)
    twice.click(61, 70)
    const around = driver()
    around.click(20, 20)
    around.click(90, 25)
    around.click(60, 70)
    around.click(22, 19)
    expect(corners(twice)).toEqual([triangle])
    expect(corners(around)).toEqual([triangle])
  })

  test('a double click at the start is one corner', () => {
    const hand = driver()
    hand.click(20, 20)
    hand.click(20, 20)
    hand.click(90, 25)
    hand.click(60, 70)
    hand.enter()
    expect(corners(hand)[0]).toHaveLength(3)
  })

  test('the line to the pointer follows it, and Shift keeps it at an even angle', () => {
    const hand = driver()
    hand.click(20, 20)
    hand.hover(60, 23)
    expect(hand.outline()[0].points.at(-1)).toMatchObject({ x: 60, y: 23 })
    hand.hover(60, 23, { shift: true })
    expect(hand.outline()[0].points.at(-1)).toEqual({ x: 60, y: 20 })
  })

  test('Backspace takes corners back one by one, and with the last the shape is gone', () => {
    const hand = driver()
    hand.click(20, 20)
    hand.click(90, 25)
    expect(hand.backspace()).toBe(true)
    hand.click(90, 60)
    hand.click(30, 70)
    hand.enter()
    expect(corners(hand)).toEqual([
      [
        [20, 20],
        [90, 60],
        [30, 70],
      ],
    ])
    hand.click(10, 10)
    expect(hand.backspace()).toBe(true)
    expect(hand.backspace()).toBe(false)
    expect(hand.state.settings.openWork).toBeNull()
  })

  test('Escape drops all of it', () => {
    const hand = driver()
    hand.click(20, 20)
    hand.click(90, 25)
    expect(hand.escape()).toBe(true)
    expect(hand.escape()).toBe(false)
    expect(hand.enter()).toBe(false)
    expect(hand.raster()).toEqual(createRaster(image))
  })

  test('panning and zooming in the middle leave its corners where they are on the image', () => {
    const hand = driver({ x: 100, y: 80, zoom: 1 })
    hand.click(120, 100)
    hand.click(190, 105)
    hand.state.panHeld = true
    hand.down(50, 50)
    hand.move([[30, 40]])
    hand.up(30, 40)
    hand.state.panHeld = false
    expect(hand.state.settings.openWork).toBe('points')
    hand.click(140, 140)
    hand.enter()
    expect(corners(hand)).toEqual([
      [
        [20, 20],
        [90, 25],
        [60, 70],
      ],
    ])
  })

  test('two fingers zoom in the middle, and the point that the first one began is not one', () => {
    const hand = driver({ x: 100, y: 80, zoom: 1 })
    const finger = (pointerId: number) => ({ pointerType: 'touch', pointerId }) as const
    hand.click(120, 100, finger(11))
    hand.click(190, 105, finger(11))
    hand.down(150, 120, finger(11))
    hand.down(190, 120, finger(12))
    hand.move([[230, 120]], finger(12))
    hand.up(230, 120, finger(12))
    hand.up(150, 120, finger(11))
    expect(hand.state.view.zoom).toBeGreaterThan(1)
    expect(hand.outline()[1].points).toHaveLength(2)
  })

  test('how it combines is chosen by the first press', () => {
    const hand = driver()
    hand.click(20, 20, { shift: true })
    hand.click(90, 25)
    hand.click(60, 70)
    hand.enter()
    expect(hand.applied()).toMatchObject([{ combine: 'add' }])
  })
})

describe('the wand', () => {
  /** Left half red, right half blue. */
  const pixels = new Uint8Array(4 * image.width * image.height)
  for (let i = 0; i < image.width * image.height; i++) {
    pixels.set(i % image.width < 60 ? [200, 0, 0, 255] : [0, 0, 200, 255], 4 * i)
  }
  const driver = () => {
    const hand = createDriver(image, { pixels })
    hand.set({ tool: 'wand' })
    return hand
  }
  const sides = (hand: ReturnType<typeof driver>) => [20, 100].map((x) => hand.raster().data[45 * 120 + x])

  test('shows what it found first; Enter applies it', async () => {
    const hand = driver()
    hand.click(20, 45)
    await hand.answer()
    expect(sides(hand)).toEqual([0, 0])
    expect(hand.state.settings.openWork).toBe('preview')
    expect(hand.enter()).toBe(true)
    expect(sides(hand)).toEqual([255, 0])
    expect(hand.state.settings.openWork).toBeNull()
  })

  test('a second click inside applies it, one beside it looks there instead', async () => {
    const hand = driver()
    hand.click(20, 45)
    await hand.answer()
    hand.click(100, 45)
    await hand.answer()
    expect(sides(hand)).toEqual([0, 0])
    hand.click(110, 20)
    expect(sides(hand)).toEqual([0, 255])
  })

  test('an answer that was overtaken by another click is thrown away', async () => {
    const hand = driver()
    hand.click(20, 45)
    hand.click(100, 45)
    await hand.answer()
    expect(hand.outline()).toEqual([])
    await hand.answer()
    hand.enter()
    expect(sides(hand)).toEqual([0, 255])
  })

  test('Enter before it was found applies what will be found', async () => {
    const hand = driver()
    hand.click(20, 45)
    expect(hand.enter()).toBe(true)
    expect(sides(hand)).toEqual([0, 0])
    await hand.answer()
    expect(sides(hand)).toEqual([255, 0])
  })

  test('another tolerance looks again, and Shift at the first click still adds', async () => {
    const hand = driver()
    hand.click(20, 45, { shift: true })
    await hand.answer()
    hand.set({ wand: { tolerance: 255, contiguous: true } })
    hand.refresh()
    await hand.answer()
    hand.enter()
    expect(sides(hand)).toEqual([255, 255])
    expect(hand.applied()).toMatchObject([{ kind: 'region', combine: 'add' }])
  })

  test('Escape drops it, also before it was found', async () => {
    const hand = driver()
    hand.click(20, 45)
    expect(hand.escape()).toBe(true)
    await hand.answer()
    expect(hand.enter()).toBe(false)
    expect(hand.state.settings.openWork).toBeNull()
    expect(hand.raster()).toEqual(createRaster(image))
  })
})
