// Hears the keys of the window for one part of the page, as commands. Keys rest in text fields and under dialogs, and
// what is held ends with its key, or when the window loses the focus and would never hear the key come up.
import { isCovered, isTyping, pressesFocused } from '#lib/client/keys.ts'
import { commandOf } from './key-bindings.ts'
import { pressOf } from './key-chord.ts'
import { type HeldCommand, isHeld, type PressedCommand } from './key-commands.ts'
import { currentBindings } from './key-settings.ts'

export type KeyPart = {
  /** Keys that have a fixed meaning where the focus is. Returns whether the key was used up. */
  fixed?(event: KeyboardEvent): boolean
  /** Returns whether the command was for this part. */
  run(command: PressedCommand, event: KeyboardEvent): boolean
  /** A held command begins or ends; returns whether it is for this part. */
  hold(command: HeldCommand, held: boolean): boolean
  /** The window lost the focus: no key is known to be down any more. */
  forget?(): void
}

/** Listens until the returned function is called. */
export function listenToKeys({ fixed, run, hold, forget }: KeyPart): () => void {
  const controller = new AbortController()
  const { signal } = controller
  /** By the key's place: what it types may change while it is down, as with Shift. */
  const down = new Map<string, HeldCommand>()

  const act = (event: KeyboardEvent): boolean => {
    const command = commandOf(pressOf(event), currentBindings())
    // With Ctrl it cannot be text: an edit is run from its prompt.
    const anywhere = command === 'run' && (event.ctrlKey || event.metaKey)
    if ((isTyping(event.target) && !anywhere) || isCovered()) return false
    if (fixed?.(event)) return true
    if (command === null || pressesFocused(event)) return false
    if (!isHeld(command)) return run(command, event)
    if (event.repeat) return down.has(event.code)
    if (!hold(command, true)) return false
    down.set(event.code, command)
    return true
  }

  window.addEventListener(
    'keydown',
    (event) => {
      if (!event.defaultPrevented && !event.isComposing && act(event)) event.preventDefault()
    },
    { signal },
  )
  window.addEventListener(
    'keyup',
    ({ code }) => {
      const held = down.get(code)
      if (held === undefined) return
      down.delete(code)
      hold(held, false)
    },
    { signal },
  )
  window.addEventListener(
    'blur',
    () => {
      for (const held of down.values()) hold(held, false)
      down.clear()
      forget?.()
    },
    { signal },
  )
  return () => controller.abort()
}
