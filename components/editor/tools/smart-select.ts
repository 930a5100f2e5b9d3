// A box around a thing, or a scribble on it, and the thing is selected. While it is shown, scribbles refine it: what they
// cross belongs to it, with Alt it does not. Enter applies it, Backspace takes the last scribble back, Escape drops it.
// The looking is a worker's: the next gesture need not wait for it, and an answer that was overtaken is thrown away.
import type { ImagePoint, Rect } from '#lib/core/geometry.ts'
import type { EditorState } from '../editor-store.ts'
import type { SmartSelect } from '../smart-select/smart-select.ts'
import type { CutAnswer } from '../smart-select/smart-select.worker.ts'
import { closedLine, type OutlineLine } from './outline.ts'
import { noModifiers, regionSettings } from './region-settings.ts'
import { isDrag, lastOf, type Modifiers, type Tool, type ToolHost, type ToolInput, type ToolPoint } from './tool.ts'

/** `start` and `sign` are for hands without Alt, and for those who would rather scribble first. */
export type SmartSelectSettings = EditorState['smartSelect']

export type SmartSelectHost = Pick<ToolHost, 'settings' | 'emit'> & {
  readonly smartSelect: Pick<SmartSelect, 'prepare' | 'box' | 'scribble' | 'takeBack' | 'reset'>
}

type Found = Extract<CutAnswer, { kind: 'found' }>

/** What is selected between two presses. */
type Selection =
  | { readonly kind: 'none' }
  /** `shown`: what was found before, until the answer comes. `confirmed`: Enter came first, and applies the answer. */
  | { readonly kind: 'looking'; readonly shown: Found | null; readonly confirmed: boolean }
  | { readonly kind: 'shown'; readonly shown: Found }

/** What is under the hand. */
type Gesture =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pressing' | 'dragging'; readonly mark: 'box'; readonly from: ToolPoint; readonly to: ToolPoint }
  | { readonly kind: 'pressing' | 'dragging'; readonly mark: 'keep' | 'drop'; readonly points: readonly ImagePoint[] }

/** A box narrower than this on the screen is meant as a line on the thing, not as a box around it. */
const leastBoxPx = 6

export function createSmartSelectTool({ settings, emit, smartSelect }: SmartSelectHost): Tool {
  let selection: Selection = { kind: 'none' }
  let gesture: Gesture = { kind: 'idle' }
  /** How the press that began the selection was held: Shift adds it to the mask, Alt takes it away. */
  let pressed = noModifiers

  const showOutline = (): void => {
    const shown = selection.kind === 'none' ? null : selection.shown
    // Traced anew for each view, it is exact, but too slow for every move of a scribble: then the worker's lines serve.
    if (shown && gesture.kind !== 'dragging') emit({ kind: 'outline-region', region: shown.region })
    else emit({ kind: 'outline', lines: [...(shown?.outline ?? []).map(closedLine), ...outlineOf(gesture)] })
  }

  const end = (): void => {
    selection = { kind: 'none' }
    gesture = { kind: 'idle' }
    smartSelect.reset()
    emit({ kind: 'outline', lines: [] })
    emit({ kind: 'open-work', work: null })
  }

  const apply = ({ region }: Found): void => {
    end()
    emit({ kind: 'apply', operation: { kind: 'region', region, ...regionSettings(settings(), pressed) } })
  }

  const take = (answer: CutAnswer): void => {
    if (answer.kind === 'overtaken' || selection.kind !== 'looking') return
    if (answer.kind === 'nothing') end()
    else if (selection.confirmed) apply(answer)
    else {
      selection = { kind: 'shown', shown: answer }
      showOutline()
    }
  }

  const look = (answering: Promise<CutAnswer>): void => {
    if (selection.kind === 'none') emit({ kind: 'open-work', work: 'preview' })
    selection = { kind: 'looking', shown: selection.kind === 'none' ? null : selection.shown, confirmed: false }
    showOutline()
    void answering.then(take)
  }

  const scribble = (points: readonly ImagePoint[], sign: 'keep' | 'drop'): void =>
    look(smartSelect.scribble({ points, sign, sizePx: settings().brush.sizePx }))

  const signOf = ({ alt }: Modifiers): 'keep' | 'drop' => (alt ? 'drop' : settings().smartSelect.sign)

  const begins = (): 'box' | 'scribble' => settings().smartSelect.start

  return {
    id: 'smart-select',
    changesMask: true,
    cursor(modifiers) {
      if (selection.kind === 'none' && begins() === 'box') return { kind: 'css', name: 'crosshair' }
      return { kind: 'ring', sign: selection.kind !== 'none' && signOf(modifiers) === 'drop' ? 'minus' : 'plus' }
    },

    hover() {
      smartSelect.prepare()
    },

    down(input: ToolInput) {
      const at = lastOf(input)
      smartSelect.prepare()
      if (selection.kind === 'none') pressed = input.modifiers
      if (selection.kind === 'none' && begins() === 'box') {
        gesture = { kind: 'pressing', mark: 'box', from: at, to: at }
        return
      }
      // The first scribble can only keep: there is nothing to drop from.
      const mark = selection.kind === 'none' ? 'keep' : signOf(input.modifiers)
      gesture = { kind: 'pressing', mark, points: [at.image] }
    },

    move(input: ToolInput) {
      if (gesture.kind === 'idle') return
      if (gesture.mark === 'box') {
        const to = lastOf(input)
        if (gesture.kind === 'pressing' && !isDrag(gesture.from.screen, to.screen)) return
        gesture = { ...gesture, kind: 'dragging', to }
      } else {
        gesture = {
          ...gesture,
          kind: 'dragging',
          points: [...gesture.points, ...input.points.map(({ image }) => image)],
        }
      }
      showOutline()
    },

    up(input: ToolInput) {
      if (gesture.kind === 'idle') return
      const done = gesture
      gesture = { kind: 'idle' }
      if (done.mark !== 'box') {
        scribble([...done.points, lastOf(input).image], done.mark)
        return
      }
      const to = lastOf(input)
      const isBox = Math.min(...extent(done.from, to)) >= leastBoxPx
      if (isBox) look(smartSelect.box(boxOf(done.from.image, to.image)))
      else scribble([done.from.image, to.image], 'keep')
    },

    cancel() {
      if (gesture.kind === 'idle') return
      gesture = { kind: 'idle' }
      showOutline()
    },

    confirm() {
      if (selection.kind === 'shown') apply(selection.shown)
      else if (selection.kind === 'looking') selection = { ...selection, confirmed: true }
      else return false
      return true
    },

    stepBack() {
      if (selection.kind === 'none') return false
      look(smartSelect.takeBack())
      return true
    },

    drop() {
      if (selection.kind === 'none') return false
      end()
      return true
    },
  }
}

const extent = (from: ToolPoint, to: ToolPoint): [number, number] => [
  Math.abs(to.screen.x - from.screen.x),
  Math.abs(to.screen.y - from.screen.y),
]

function boxOf(a: ImagePoint, b: ImagePoint): Rect {
  const x = Math.floor(Math.min(a.x, b.x))
  const y = Math.floor(Math.min(a.y, b.y))
  return { x, y, width: Math.ceil(Math.max(a.x, b.x)) - x, height: Math.ceil(Math.max(a.y, b.y)) - y }
}

function outlineOf(gesture: Gesture): OutlineLine[] {
  if (gesture.kind !== 'dragging') return []
  if (gesture.mark !== 'box') return [{ points: gesture.points, closed: false }]
  const { x, y, width, height } = boxOf(gesture.from.image, gesture.to.image)
  return [
    closedLine([
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ]),
  ]
}
