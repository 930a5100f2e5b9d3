// Enter and Backspace for what a tool holds between two presses. These two are the same in every preset of keys.
import { isCovered, isTyping } from '#lib/client/keys.ts'
import type { CanvasHandle } from './editor-store.ts'

/** Where Enter presses what has the focus. After a click with the mouse it does not: the hand is on the picture. */
const presses = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches(':focus-visible') &&
  target.closest('button, a, summary, input, [role="treeitem"], [role="menuitem"]') !== null

/** Listens on the window until the returned function is called; to be called after whoever may take these keys first. */
export function listenToToolKeys(canvas: Pick<CanvasHandle, 'confirmTool' | 'stepBack'>): () => void {
  const controller = new AbortController()
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target) || isCovered() || presses(event.target)) return
    const used = event.key === 'Enter' ? canvas.confirmTool() : event.key === 'Backspace' && canvas.stepBack()
    if (used) event.preventDefault()
  }
  window.addEventListener('keydown', press, { signal: controller.signal })
  return () => controller.abort()
}
