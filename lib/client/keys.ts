// Single keys rest while the user types or a dialog is open.

/** True where a key press belongs to what has the focus and not to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  // A locked field takes no letters: it can only be read.
  if (target instanceof HTMLTextAreaElement) return !target.readOnly
  if (target.isContentEditable || target.matches('select')) return true
  return target instanceof HTMLInputElement && !nonText.has(target.type)
}

const nonText = new Set(['range', 'radio', 'checkbox', 'button', 'submit', 'file', 'color'])

/** True while a dialog or a menu lies over the page. A list that was opened once stays in the document, unseen. */
export const isCovered = (): boolean =>
  [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].some((cover) =>
    cover.checkVisibility({ visibilityProperty: true }),
  )

/**
 * True where Space or Enter presses the control that the keyboard has chosen. A button that was clicked keeps the focus
 * too, but whoever holds Space after a click means the picture.
 */
export const pressesFocused = ({ key, target }: KeyboardEvent): boolean =>
  (key === ' ' || key === 'Enter') &&
  target instanceof HTMLElement &&
  target.matches(':focus-visible') &&
  target.closest('button, a, input, summary, [role="button"], [role="tab"], [role="treeitem"]') !== null
