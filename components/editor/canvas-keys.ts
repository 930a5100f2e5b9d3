// The keys of the canvas. What a key means is a pure function; listening only feeds it.
import { never } from '#lib/core/result.ts'
import { stepHardness, stepSize } from './brush-steps.ts'
import type { CanvasHandle, EditorStore, ToolId } from './editor-store.ts'

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

export type CanvasCommand =
  | { readonly kind: 'tool'; readonly tool: ToolId }
  | { readonly kind: 'size'; readonly direction: 1 | -1 }
  | { readonly kind: 'hardness'; readonly direction: 1 | -1 }
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'zoom-by'; readonly factor: number }
  | { readonly kind: 'swap' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'invert' }
  | { readonly kind: 'fit' }
  | { readonly kind: 'actual-size' }
  | { readonly kind: 'cancel' }

const tools: Readonly<Record<string, ToolId>> = { b: 'brush', e: 'eraser', h: 'pan', z: 'zoom' }
const zoomStep = 1.25

/** The letter a key stands for: as typed, or where the layout has no Latin letters, as on the key's cap. */
const letterOf = ({ key, code }: KeyPress): string =>
  /^[a-z]$/i.test(key)
    ? key.toLowerCase()
    : /^Key[A-Z]$/.test(code) && !/^[!-~]$/.test(key)
      ? code[3].toLowerCase()
      : ''

/** Brackets by what they type or by their place, because many layouts can type them only with AltGr, or not at all. */
const bracketDirection = ({ key, code }: KeyPress): 1 | -1 | null =>
  code === 'BracketLeft' || key === '[' || key === '{'
    ? -1
    : code === 'BracketRight' || key === ']' || key === '}'
      ? 1
      : null

/** What a key press asks of the canvas, or null where it is not for the canvas. Ctrl reads ⌘ on a Mac. */
export function commandOf(press: KeyPress): CanvasCommand | null {
  const letter = letterOf(press)
  if (press.ctrlKey || press.metaKey) {
    // AltGr arrives as Ctrl+Alt on Windows; it types characters and commands nothing.
    if (press.altKey) return null
    if (letter === 'z') return press.shiftKey ? { kind: 'redo' } : { kind: 'undo' }
    if (press.shiftKey) return null
    if (letter === 'y') return { kind: 'redo' }
    if (letter === 'i') return { kind: 'invert' }
    if (press.code === 'Digit0' || press.code === 'Numpad0') return { kind: 'fit' }
    if (press.code === 'Digit1' || press.code === 'Numpad1') return { kind: 'actual-size' }
    return null
  }
  if (press.altKey) return null
  if (press.key === 'Escape') return { kind: 'cancel' }
  const direction = bracketDirection(press)
  if (direction)
    return press.shiftKey || '{}'.includes(press.key) ? { kind: 'hardness', direction } : { kind: 'size', direction }
  if (press.key === '+' || press.key === '=') return { kind: 'zoom-by', factor: zoomStep }
  if (press.key === '-') return { kind: 'zoom-by', factor: 1 / zoomStep }
  if (press.shiftKey) return null
  if (letter === 'x') return { kind: 'swap' }
  if (letter in tools) return { kind: 'tool', tool: tools[letter] }
  // Digits by place too: some layouts type them only with Shift.
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)
  if (digit) return { kind: 'value', value: Math.round((255 * (Number(digit[1]) || 10)) / 10) }
  return null
}

/** True where keys belong to the text under the caret, or to an open list. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement)
    return !['range', 'checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return (
    target.isContentEditable ||
    target.closest('textarea, select, [role="listbox"], [role="menu"], [role="dialog"]') !== null
  )
}

/** True where Space presses what has the focus. */
const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, input, summary, [role="button"], [role="tab"]') !== null

export type KeyHost = {
  readonly store: EditorStore
  readonly canvas: Pick<CanvasHandle, 'undo' | 'redo' | 'invert' | 'fit' | 'zoomTo' | 'zoomBy'>
  /** Gives up the gesture under the hand; returns whether there was one. */
  cancelGesture(): boolean
  /** Space down and up. */
  holdPan(held: boolean): void
  /** Shift and Alt, so that a cursor that depends on them follows at once. */
  holdModifiers(held: { shift: boolean; alt: boolean }): void
}

/** Listens on the window until the returned function is called. */
export function listenToCanvasKeys(host: KeyHost): () => void {
  const controller = new AbortController()
  const { signal } = controller
  const held = ({ shiftKey, altKey }: KeyboardEvent): void => host.holdModifiers({ shift: shiftKey, alt: altKey })
  window.addEventListener(
    'keydown',
    (event) => {
      held(event)
      if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return
      if (event.code === 'Space' && !event.ctrlKey && !event.metaKey && !event.altKey && !takesSpace(event.target)) {
        event.preventDefault()
        host.holdPan(true)
        return
      }
      const command = commandOf(event)
      if (command && run(command, host)) event.preventDefault()
    },
    { signal },
  )
  window.addEventListener(
    'keyup',
    (event) => {
      held(event)
      if (event.code === 'Space') host.holdPan(false)
    },
    { signal },
  )
  // The window that loses the focus never hears the key come up.
  window.addEventListener(
    'blur',
    () => {
      host.holdPan(false)
      host.holdModifiers({ shift: false, alt: false })
    },
    { signal },
  )
  return () => controller.abort()
}

/** Returns whether the key was used up. */
function run(command: CanvasCommand, { store, canvas, cancelGesture }: KeyHost): boolean {
  const setBrush = (change: Partial<ReturnType<EditorStore['getState']>['brush']>): void =>
    store.setState(({ brush }) => ({ brush: { ...brush, ...change } }))
  const { brush } = store.getState()
  switch (command.kind) {
    case 'tool':
      store.setState({ tool: command.tool })
      return true
    case 'size':
      setBrush({ sizePx: stepSize(brush, command.direction) })
      return true
    case 'hardness':
      setBrush({ hardness: stepHardness(brush, command.direction) })
      return true
    case 'value':
      setBrush({ value: command.value })
      return true
    case 'swap':
      store.setState(({ paint }) => ({ paint: paint === 'edit' ? 'protect' : 'edit' }))
      return true
    case 'undo':
      canvas.undo()
      return true
    case 'redo':
      canvas.redo()
      return true
    case 'invert':
      canvas.invert()
      return true
    case 'fit':
      canvas.fit()
      return true
    case 'actual-size':
      canvas.zoomTo(1)
      return true
    case 'zoom-by':
      canvas.zoomBy(command.factor)
      return true
    case 'cancel':
      return cancelGesture()
    default:
      return never(command)
  }
}
