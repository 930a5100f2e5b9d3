import { useEffect, useEffectEvent, useState } from 'react'
import { bindingsOf, isFixed, ownerOf, rebind, type Slot } from '../editor/key-bindings.ts'
import { type Chord, chordsOf, pressOf } from '../editor/key-chord.ts'
import type { CommandId } from '../editor/key-commands.ts'
import { changeKeys, useKeySettings } from '../editor/key-settings.ts'

export type KeyCapture =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly command: CommandId }
  /** The pressed key is another command's: they can change places. */
  | { readonly kind: 'taken'; readonly command: CommandId; readonly chord: Chord; readonly owner: CommandId }
  /** The pressed key cannot be given away. */
  | { readonly kind: 'fixed'; readonly command: CommandId; readonly chord: Chord }

const none: KeyCapture = { kind: 'none' }

/** "Press a key": while it waits, no key does anything else, neither in the sheet nor on the page. */
export function useKeyCapture() {
  const settings = useKeySettings()
  const [capture, setCapture] = useState<KeyCapture>(none)

  const give = (slot: Slot, chord: Chord): void => {
    changeKeys((now) => rebind(now, slot, chord))
    setCapture(none)
  }

  const press = useEffectEvent((event: KeyboardEvent): void => {
    if (capture.kind === 'none') return
    // Tab goes on, and so ends the waiting; on the offer to swap, Enter and Space press the button.
    if (event.key === 'Tab') {
      setCapture(none)
      return
    }
    if (capture.kind === 'taken' && (event.key === 'Enter' || event.key === ' ')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.key === 'Escape') {
      setCapture(none)
      return
    }
    const chord = chordsOf(pressOf(event)).at(0)
    if (chord === undefined || event.repeat) return
    const { command } = capture
    const owner = ownerOf(bindingsOf(settings), chord)
    if (isFixed(chord)) setCapture({ kind: 'fixed', command, chord })
    else if (owner && owner.command !== command) setCapture({ kind: 'taken', command, chord, owner: owner.command })
    else give({ command, index: 0 }, chord)
  })

  const waits = capture.kind !== 'none'
  useEffect(() => {
    if (!waits) return
    const listen = (event: KeyboardEvent): void => press(event)
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [waits])

  return {
    capture,
    start: (command: CommandId): void => setCapture({ kind: 'waiting', command }),
    stop: (): void => setCapture(none),
    swap(): void {
      if (capture.kind === 'taken') give({ command: capture.command, index: 0 }, capture.chord)
    },
  }
}
