// The keys of the canvas: what a command does to it.
import { never } from '#lib/core/result.ts'
import { stepHardness, stepSize } from './brush-steps.ts'
import type { CanvasHandle, EditorStore } from './editor-store.ts'
import type { HeldCommand, PressedCommand } from './key-commands.ts'
import { listenToKeys } from './key-listening.ts'
import type { KeyboardHand } from './keyboard-hand.ts'
import type { Modifiers } from './tools/tool.ts'

export type KeyHost = {
  readonly store: EditorStore
  readonly canvas: Pick<CanvasHandle, 'undo' | 'redo' | 'invert' | 'clear' | 'fit' | 'zoomTo' | 'zoomBy'>
  /** The element that takes the focus for the picture. */
  readonly element: HTMLElement
  readonly hand: KeyboardHand
  /** As long as a key is down: the hand pans, the brush erases. */
  hold(held: { pan?: boolean; erase?: boolean }): void
  /** Shift and Alt, so that a cursor that depends on them follows at once. */
  holdModifiers(held: Modifiers): void
}

const zoomStep = 1.25

/** Listens on the window until the returned function is called. */
export function listenToCanvasKeys(host: KeyHost): () => void {
  const { store, canvas, element, hand, hold, holdModifiers } = host
  const controller = new AbortController()
  const { signal } = controller
  const held = ({ shiftKey, altKey }: KeyboardEvent): void => holdModifiers({ shift: shiftKey, alt: altKey })
  window.addEventListener('keydown', held, { signal })
  window.addEventListener(
    'keyup',
    (event) => {
      held(event)
      hand.keyUp(event)
    },
    { signal },
  )
  element.addEventListener('blur', () => hand.leave(), { signal })
  const unlisten = listenToKeys({
    fixed(event) {
      const { locked, openWork } = store.getState()
      if (event.target !== element || locked) return false
      // Where a tool holds something, Enter applies it (tool-keys.ts) and Space alone presses.
      if (event.key === 'Enter' && openWork !== null) return false
      return hand.keyDown(event)
    },
    run: (command) => runOnCanvas(command, { store, canvas }),
    hold(command, down) {
      return holdOnCanvas(command, down, hold)
    },
    forget() {
      hand.leave()
      holdModifiers({ shift: false, alt: false })
    },
  })
  return () => {
    controller.abort()
    unlisten()
  }
}

function holdOnCanvas(command: HeldCommand, held: boolean, hold: KeyHost['hold']): boolean {
  switch (command) {
    case 'hold-pan':
      hold({ pan: held })
      return true
    case 'hold-erase':
      hold({ erase: held })
      return true
    case 'hold-original':
      return false
    default:
      return never(command)
  }
}

/** Returns whether the command was one of the canvas, and did something. */
export function runOnCanvas(command: PressedCommand, { store, canvas }: Pick<KeyHost, 'store' | 'canvas'>): boolean {
  const setBrush = (change: Partial<ReturnType<EditorStore['getState']>['brush']>): true => {
    store.setState(({ brush }) => ({ brush: { ...brush, ...change } }))
    return true
  }
  const done = (_: unknown): true => true
  const { brush } = store.getState()
  switch (command) {
    case 'brush':
    case 'eraser':
    case 'rectangle':
    case 'ellipse':
    case 'lasso':
    case 'polygon':
    case 'wand':
    case 'smart-select':
    case 'gradient':
    case 'pan':
    case 'zoom':
      return done(store.setState({ tool: command }))
    case 'value-10':
    case 'value-20':
    case 'value-30':
    case 'value-40':
    case 'value-50':
    case 'value-60':
    case 'value-70':
    case 'value-80':
    case 'value-90':
    case 'value-100':
      return setBrush({ value: Math.round((255 * Number(command.slice('value-'.length))) / 100) })
    case 'smaller':
      return setBrush({ sizePx: stepSize(brush, -1) })
    case 'larger':
      return setBrush({ sizePx: stepSize(brush, 1) })
    case 'softer':
      return setBrush({ hardness: stepHardness(brush, -1) })
    case 'harder':
      return setBrush({ hardness: stepHardness(brush, 1) })
    case 'swap':
      return done(store.setState(({ paint }) => ({ paint: paint === 'edit' ? 'protect' : 'edit' })))
    case 'mask-only':
      return done(store.setState(({ film }) => ({ film: { ...film, maskOnly: !film.maskOnly } })))
    case 'undo':
      return done(canvas.undo())
    case 'redo':
      return done(canvas.redo())
    case 'invert':
      return done(canvas.invert())
    case 'clear':
      return done(canvas.clear())
    case 'fit':
      return done(canvas.fit())
    case 'actual-size':
      return done(canvas.zoomTo(1))
    case 'zoom-in':
      return done(canvas.zoomBy(zoomStep))
    case 'zoom-out':
      return done(canvas.zoomBy(1 / zoomStep))
    case 'run':
    case 'prompt':
    case 'compare':
    case 'compare-mode':
    case 'refine':
    case 'previous-version':
    case 'next-version':
    case 'sheet':
      return false
    default:
      return never(command)
  }
}
