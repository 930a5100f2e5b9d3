import { describe, expect, test } from 'vitest'
import { type Rect, screenPoint } from '#lib/core/geometry.ts'
import type { Scribble } from '#lib/mask/cut-out/wishes.ts'
import type { Region } from '#lib/mask/region.ts'
import { initialEditorState } from '../editor-store.ts'
import type { CutAnswer } from '../smart-select/smart-select.worker.ts'
import { createSmartSelectTool, type SmartSelectSettings } from './smart-select.ts'
import type { ToolEffect, ToolInput } from './tool.ts'

const region: Region = { rect: { x: 4, y: 5, width: 2, height: 1 }, coverage: Uint8Array.of(255, 90) }
const triangle = [
  { x: 4, y: 5 },
  { x: 6, y: 5 },
  { x: 4, y: 6 },
]
const found: CutAnswer = { kind: 'found', region, outline: [triangle] }

type Wish = { readonly box: Rect } | { readonly scribble: Scribble } | 'take back' | 'reset'

/** The tool under a scripted hand, with a worker that answers when the test says so. The view is zoomed by 2. */
function createHand(smartSelect: SmartSelectSettings = { start: 'box', sign: 'keep' }) {
  const wishes: Wish[] = []
  const effects: ToolEffect[] = []
  const answers: ((answer: CutAnswer) => void)[] = []
  const ask = (wish: Wish): Promise<CutAnswer> => {
    wishes.push(wish)
    return new Promise((resolve) => answers.push(resolve))
  }
  let settings = { ...initialEditorState, brush: { ...initialEditorState.brush, sizePx: 12 }, smartSelect }
  const tool = createSmartSelectTool({
    settings: () => settings,
    emit: (effect) => effects.push(effect),
    smartSelect: {
      prepare: () => {},
      box: (box) => ask({ box }),
      scribble: (scribble) => ask({ scribble }),
      takeBack: () => ask('take back'),
      reset: () => {
        wishes.push('reset')
      },
    },
  })
  type Place = readonly [number, number]
  type Held = { shift?: boolean; alt?: boolean }
  const input = ([x, y]: Place, { shift = false, alt = false }: Held): ToolInput => ({
    points: [{ image: { x: x / 2, y: y / 2 }, screen: screenPoint(x, y), pressure: 0.5 }],
    modifiers: { shift, alt },
  })
  return {
    tool,
    wishes,
    effects,
    set(change: Partial<typeof settings>): void {
      settings = { ...settings, ...change }
    },
    drag(places: readonly [Place, ...Place[]], held: Held = {}): void {
      tool.down(input(places[0], held))
      for (const place of places.slice(1)) tool.move(input(place, held))
      tool.up(input(places[places.length - 1], held))
    },
    press: (place: Place, held: Held = {}): void => tool.down(input(place, held)),
    move: (place: Place): void => tool.move(input(place, {})),
    async answer(answer: CutAnswer): Promise<void> {
      answers.shift()?.(answer)
      await Promise.resolve()
      await Promise.resolve()
    },
    applied: () => effects.filter((effect) => effect.kind === 'apply').map(({ operation }) => operation),
    /** The lines that are shown as dashes now, or the region whose edge is. */
    outline() {
      const last = effects.findLast(({ kind }) => kind === 'outline' || kind === 'outline-region')
      return last?.kind === 'outline-region' ? last.region : last?.kind === 'outline' ? last.lines : []
    },
    openWork: () => effects.findLast((effect) => effect.kind === 'open-work')?.work ?? null,
  }
}

const [topLeft, middle, bottomRight] = [
  [10, 20],
  [40, 50],
  [90, 81],
] as const

describe('smart select', () => {
  test('a drag is a box in whole image pixels, from whichever corner, and its region waits for Enter', async () => {
    for (const corners of [
      [topLeft, middle, bottomRight],
      [bottomRight, middle, topLeft],
    ] as const) {
      const hand = createHand()
      hand.drag(corners)
      expect(hand.wishes).toEqual([{ box: { x: 5, y: 10, width: 40, height: 31 } }])
      expect(hand.openWork()).toBe('preview')
      await hand.answer(found)
      expect(hand.outline()).toEqual(region)
      expect(hand.applied()).toEqual([])
      expect(hand.tool.confirm?.()).toBe(true)
      expect(hand.applied()).toEqual([{ kind: 'region', region, combine: 'replace', value: 255, featherPx: 0 }])
      expect([hand.outline(), hand.openWork(), hand.wishes.at(-1)]).toEqual([[], null, 'reset'])
    }
  })

  test('it is applied with the mode, feather and value of the options bar, and Shift at the press adds', async () => {
    const hand = createHand()
    hand.set({ region: { combine: 'intersect', featherPx: 7 }, brush: { ...initialEditorState.brush, value: 128 } })
    hand.drag([topLeft, bottomRight])
    await hand.answer(found)
    hand.tool.confirm?.()
    hand.drag([topLeft, bottomRight], { shift: true })
    await hand.answer(found)
    hand.tool.confirm?.()
    expect(hand.applied()).toMatchObject([
      { combine: 'intersect', featherPx: 7, value: 128 },
      { combine: 'add', featherPx: 7, value: 128 },
    ])
  })

  test('the box shows while it is drawn, and giving the press up takes it away', () => {
    const hand = createHand()
    hand.press(topLeft)
    hand.move(bottomRight)
    expect(hand.outline()).toMatchObject([{ closed: true, points: [{ x: 5, y: 10 }, {}, { x: 45, y: 41 }, {}] }])
    hand.tool.cancel()
    expect([hand.outline(), hand.wishes]).toEqual([[], []])
  })

  test('a click, or a drag too thin for a box, marks the thing it is on', () => {
    const click = createHand()
    click.drag([middle])
    expect(click.wishes).toMatchObject([{ scribble: { sign: 'keep', sizePx: 12 } }])
    const line = createHand()
    line.drag([
      [10, 20],
      [200, 23],
    ])
    expect(line.wishes).toMatchObject([{ scribble: { sign: 'keep' } }])
  })

  test('once something is shown, drags are scribbles: to keep, with Alt to drop', async () => {
    const hand = createHand()
    hand.drag([topLeft, bottomRight])
    await hand.answer(found)
    expect(hand.tool.cursor({ shift: false, alt: false })).toEqual({ kind: 'ring', sign: 'plus' })
    expect(hand.tool.cursor({ shift: false, alt: true })).toEqual({ kind: 'ring', sign: 'minus' })
    hand.drag([topLeft, middle])
    hand.drag([middle, bottomRight], { alt: true })
    expect(hand.wishes.slice(1)).toEqual([
      {
        scribble: {
          points: [
            { x: 5, y: 10 },
            { x: 20, y: 25 },
            { x: 20, y: 25 },
          ],
          sign: 'keep',
          sizePx: 12,
        },
      },
      {
        scribble: {
          points: [
            { x: 20, y: 25 },
            { x: 45, y: 40.5 },
            { x: 45, y: 40.5 },
          ],
          sign: 'drop',
          sizePx: 12,
        },
      },
    ])
  })

  test('what was shown stays while a scribble is drawn and looked at; Alt at a scribble does not subtract', async () => {
    const hand = createHand()
    hand.drag([topLeft, bottomRight])
    await hand.answer(found)
    hand.press(topLeft, { alt: true })
    hand.move(middle)
    expect(hand.outline()).toMatchObject([{ points: triangle, closed: true }, { closed: false }])
    hand.tool.cancel()
    hand.drag([topLeft, middle], { alt: true })
    expect(hand.outline()).toEqual(region)
    await hand.answer(found)
    hand.tool.confirm?.()
    expect(hand.applied()).toMatchObject([{ combine: 'replace' }])
  })

  test('a hand without Alt sets what scribbles do, and may begin with one', async () => {
    const hand = createHand({ start: 'scribble', sign: 'drop' })
    expect(hand.tool.cursor({ shift: false, alt: false })).toEqual({ kind: 'ring', sign: 'plus' })
    hand.drag([topLeft, bottomRight])
    await hand.answer(found)
    hand.drag([topLeft, middle])
    expect(hand.wishes).toMatchObject([{ scribble: { sign: 'keep' } }, { scribble: { sign: 'drop' } }])
  })

  test('Enter before the answer applies it when it comes', async () => {
    const hand = createHand()
    hand.drag([topLeft, bottomRight])
    expect(hand.tool.confirm?.()).toBe(true)
    expect(hand.applied()).toEqual([])
    await hand.answer(found)
    expect(hand.applied()).toHaveLength(1)
  })

  test('Escape drops it, also before the answer', async () => {
    const hand = createHand()
    hand.drag([topLeft, bottomRight])
    expect(hand.tool.drop?.()).toBe(true)
    await hand.answer(found)
    expect([hand.tool.confirm?.(), hand.tool.drop?.()]).toEqual([false, false])
    expect([hand.outline(), hand.openWork(), hand.applied()]).toEqual([[], null, []])
  })

  test('Backspace takes the last scribble back', async () => {
    const hand = createHand()
    expect(hand.tool.stepBack?.()).toBe(false)
    hand.drag([topLeft, bottomRight])
    await hand.answer(found)
    hand.drag([topLeft, middle])
    expect(hand.tool.stepBack?.()).toBe(true)
    expect(hand.wishes.at(-1)).toBe('take back')
  })

  test('where nothing is found the next drag is a box again', async () => {
    const hand = createHand()
    hand.drag([topLeft, bottomRight])
    await hand.answer({ kind: 'nothing' })
    expect(hand.openWork()).toBeNull()
    hand.drag([topLeft, bottomRight])
    expect(hand.wishes.at(-1)).toHaveProperty('box')
  })

  test('an answer that was overtaken changes nothing', async () => {
    const hand = createHand()
    hand.drag([topLeft, bottomRight])
    hand.drag([topLeft, middle])
    await hand.answer({ kind: 'overtaken' })
    expect(hand.outline()).toEqual([])
    await hand.answer(found)
    expect(hand.outline()).toEqual(region)
  })
})
