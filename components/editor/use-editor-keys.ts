'use client'

import { useEffect, useEffectEvent } from 'react'
import { pressesFocused } from '#lib/client/keys.ts'
import { never } from '#lib/core/result.ts'
import { dividerAfterKey } from '../compare/compare-pair.ts'
import type { EditorSession } from './editor-session.tsx'
import type { HeldCommand, PressedCommand } from './key-commands.ts'
import { listenToKeys } from './key-listening.ts'

type EditorKeys = {
  session: EditorSession
  run(): void
  focusPrompt(): void
  /** Escape; returns whether there was something to close. */
  close(): boolean
}

/** Where arrow keys have a meaning of their own. */
const takesArrows = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, [role="slider"], [role="tree"], [role="toolbar"], [role="radiogroup"]') !== null

/** A button beside the tiles is pressed as any other; a tile is chosen already when it has the focus. */
const pressesOther = (event: KeyboardEvent): boolean =>
  pressesFocused(event) && !(event.target instanceof HTMLElement && event.target.matches('[data-variation]'))

/** The keys of the page around the canvas. Those of the canvas itself are in canvas-keys.ts. */
export function useEditorKeys({ session, run, focusPrompt, close }: EditorKeys): void {
  const { tree, version, compare, open, holdOriginal, canvas, refine, sheet } = session

  const goTo = (step: 1 | -1): true => {
    const next = tree.versions[version.number - 1 + step]
    if (next) open(next.key)
    return true
  }

  const fixed = useEffectEvent((event: KeyboardEvent): boolean => {
    // Whatever is under the hand goes first.
    if (event.key === 'Escape') return canvas.current?.cancelGesture() || close()
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (!plain || takesArrows(event.target)) return false
    if (!compare.shown) return sheet.now !== null && !pressesOther(event) && sheet.now.press(event.key)
    const { mode } = compare
    if (mode !== 'slider' && mode !== 'onion-skin') return false
    // The opacity stands in the divider's place.
    const place = mode === 'slider' ? 'divider' : 'opacity'
    const moved = dividerAfterKey(compare[place], event.key, event.shiftKey)
    if (moved === null) return false
    compare.change(place === 'divider' ? { divider: moved } : { opacity: moved })
    return true
  })

  const act = useEffectEvent((command: PressedCommand, event: KeyboardEvent): boolean => {
    switch (command) {
      case 'run':
        if (!event.repeat) run()
        return true
      case 'prompt':
        focusPrompt()
        return true
      case 'compare':
        if (!event.repeat) compare.toggle()
        return true
      case 'compare-mode':
        if (!compare.shown) return false
        if (!event.repeat) compare.showNextMode()
        return true
      case 'refine':
        if (event.repeat || !refine.possible || refine.now !== null) return false
        compare.close()
        refine.start()
        return true
      case 'previous-version':
        return goTo(-1)
      case 'next-version':
        return goTo(1)
      default:
        return false
    }
  })

  const hold = useEffectEvent((command: HeldCommand, held: boolean): boolean => {
    switch (command) {
      case 'hold-original':
        holdOriginal(held)
        return true
      case 'hold-pan':
      case 'hold-erase':
        return false
      default:
        return never(command)
    }
  })

  useEffect(
    () =>
      listenToKeys({
        fixed: (event) => fixed(event),
        run: (command, event) => act(command, event),
        hold: (command, held) => hold(command, held),
      }),
    [],
  )
}
