// The film beside a worker's session, without a browser: what it shows ahead of the worker's answer.
import { expect, test, vi } from 'vitest'
import { containsRect, emptyRect, type Rect, unionRects, wholeRect } from '#lib/core/geometry.ts'
import { filmPixels, projectRect } from '#lib/mask/film-pixels.ts'
import { createRaster } from '#lib/mask/raster.ts'
import { createMaskSession } from '#lib/mask/session.ts'
import type { Film } from './film.ts'
import type { Patch } from './mask.worker.ts'

const image = { width: 1200, height: 800 }
const screen = { id: 1, projection: { x: 20, y: 10, zoom: 0.31 }, size: { width: 420, height: 280 } }
const brush = { sizePx: 60, hardness: 0.2, value: 255 }

class Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
  constructor(width: number, height: number) {
    Object.assign(this, { width, height })
    this.width = width
    this.height = height
    this.data = new Uint8ClampedArray(width * height * 4)
  }
}

async function desk() {
  const drawn: Rect[] = []
  vi.stubGlobal('ImageData', Pixels)
  vi.stubGlobal('requestAnimationFrame', (then: () => void) => {
    then()
    return 0
  })
  vi.stubGlobal('cancelAnimationFrame', () => {})
  const { Film: Made } = await import('./film.ts')
  const putImageData = (_: unknown, _x: number, _y: number, x: number, y: number, width: number, height: number) =>
    drawn.push({ x, y, width, height })
  const canvas = { style: {}, getContext: () => ({ putImageData }) }
  const layer = { add() {}, batchDraw() {}, destroyChildren() {}, getNativeCanvasElement: () => canvas }
  const film: Film = Reflect.construct(Made, [
    { image, layer, photo: () => new Pixels(screen.size.width, screen.size.height) },
  ])
  film.setScreen(screen)
  film.setLook({ kind: 'film', colour: 'rubylith', opacity: 0.62 })
  const raster = createRaster(image)
  const session = createMaskSession(raster)
  const patchOf = (rect: Rect): Patch => {
    const seen = projectRect(rect, screen.projection, screen.size)
    return { screenId: screen.id, rect: seen, values: filmPixels(raster, screen.projection, seen) }
  }
  film.put(patchOf(wholeRect(image)))
  const stroke = (x: number): void => {
    const points = Array.from({ length: 12 }, (_, i) => ({ x: x + 90 * Math.cos(i), y: 400 + 200 * Math.sin(1.7 * i) }))
    const id = film.beginStroke(brush)
    session.begin(brush)
    film.extendStroke(id, points)
    const reach = unionRects(emptyRect, session.extend(points))
    const isStep = session.end()
    film.endStroke(id, { ...patchOf(reach), isStep })
  }
  return { film, session, patchOf, stroke, drawn }
}

test('an undo and a redo are drawn before the worker answers, inside of what it answers', async () => {
  const { film, session, patchOf, stroke, drawn } = await desk()
  for (const x of [300, 420, 700]) stroke(x)
  for (const direction of ['undo', 'undo', 'undo', 'redo', 'redo', 'redo'] as const) {
    drawn.length = 0
    const shown = film.step(direction)
    expect(drawn).toEqual([shown])
    const patch = patchOf(session[direction]())
    expect(shown && containsRect(patch.rect, shown)).toBe(true)
    film.put(patch)
  }
  expect(film.step('redo')).toBe(null)
})

test('a stroke over what is painted already is no step of its own', async () => {
  const { film, session, patchOf, stroke } = await desk()
  for (const x of [300, 700, 700, 700]) stroke(x)
  for (const direction of ['undo', 'undo', 'redo'] as const) {
    const shown = film.step(direction)
    expect(shown && containsRect(patchOf(session[direction]()).rect, shown)).toBe(true)
  }
  // Nor does it end what can be redone.
  stroke(300)
  expect(film.step('redo')).not.toBe(null)
})

test('what a stroke under way, another screen or another change leaves unknown is the worker’s to tell', async () => {
  const { film, stroke } = await desk()
  stroke(300)
  film.beginStroke(brush)
  expect(film.step('undo')).toBe(null)
  film.dropStroke(2, null)
  film.forgetSteps()
  expect(film.step('undo')).toBe(null)
  stroke(300)
  film.setScreen({ ...screen, id: 2 })
  expect(film.step('undo')).toBe(null)
})
