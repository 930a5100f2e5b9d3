import { describe, expect, it } from 'vitest'
import { createDriver } from './driver.fixture.ts'

const image = { width: 400, height: 300 }

const plain = ({ x, y }: { x: number; y: number }) => ({ x, y })

function guideDriver() {
  const driver = createDriver(image)
  driver.set({ tool: 'guide' })
  const lines = () => driver.effects.filter((effect) => effect.kind === 'guide').map(({ line }) => line.map(plain))
  return { ...driver, lines }
}

describe('a guide line', () => {
  it('is straight between the ends of a drag', () => {
    const { down, move, up, lines, state, outline } = guideDriver()
    down(20, 40)
    move([[120, 90]])
    expect(outline()[0].points.map(plain)).toEqual([
      { x: 20, y: 40 },
      { x: 120, y: 90 },
    ])
    up(120, 90)
    expect(lines()).toEqual([
      [
        { x: 20, y: 40 },
        { x: 120, y: 90 },
      ],
    ])
    expect(outline()).toEqual([])
    expect(state.settings.openWork).toBeNull()
  })

  it('bends at every click and ends with a double click', () => {
    const { click, lines, state } = guideDriver()
    click(20, 40)
    expect(state.settings.openWork).toBe('line')
    click(100, 60)
    click(180, 40)
    expect(lines()).toEqual([])
    click(181, 41)
    expect(lines()).toEqual([
      [
        { x: 20, y: 40 },
        { x: 100, y: 60 },
        { x: 180, y: 40 },
      ],
    ])
    expect(state.settings.openWork).toBeNull()
  })

  it('ends with Enter, loses its last corner with Backspace, and is dropped with Escape', () => {
    const { click, enter, backspace, lines, ...hand } = guideDriver()
    click(20, 40)
    expect(enter()).toBe(false)
    click(100, 60)
    click(180, 40)
    expect(backspace()).toBe(true)
    expect(enter()).toBe(true)
    expect(lines()).toEqual([
      [
        { x: 20, y: 40 },
        { x: 100, y: 60 },
      ],
    ])
    click(20, 40)
    expect(hand.escape()).toBe(true)
    expect(enter()).toBe(false)
    expect(lines()).toHaveLength(1)
  })

  it('keeps to an even angle with Shift', () => {
    const { down, up, lines } = guideDriver()
    down(20, 40)
    up(120, 47, { shift: true })
    expect(lines()[0][1].y).toBeCloseTo(40, 6)
  })

  it('leaves the mask alone', () => {
    const { down, up, click, enter, raster } = guideDriver()
    down(20, 40)
    up(120, 90)
    click(50, 50)
    click(90, 90)
    enter()
    expect(raster().data.every((value) => value === 0)).toBe(true)
  })
})
