'use client'

import { useEffect, useEffectEvent } from 'react'
import { isCovered, isTyping } from '#lib/client/keys.ts'
import { dividerAfterKey } from '../compare/compare-pair.ts'
import type { EditorSession } from './editor-session.tsx'

type EditorKeys = {
  session: EditorSession
  /** Ctrl+Enter. */
  run(): void
  /** T. */
  focusPrompt(): void
  /** Escape; returns whether there was something to close. */
  close(): boolean
}

/** Where arrow keys have a meaning of their own. */
const takesArrows = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, [role="slider"], [role="tree"], [role="toolbar"], [role="radiogroup"]') !== null

/** The keys of the page around the canvas. Those of the canvas itself are in canvas-keys.ts. */
export function useEditorKeys({ session, run, focusPrompt, close }: EditorKeys): void {
  const { store, tree, version, compare, open, holdOriginal } = session

  const goTo = (step: 1 | -1) => {
    const next = tree.versions[version.number - 1 + step]
    if (next) open(next.key)
  }
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      if (isCovered()) return
      event.preventDefault()
      if (!event.repeat) run()
      return
    }
    if (isTyping(event.target) || isCovered()) return
    if (act(event)) event.preventDefault()
  })
  /** Returns whether the key was used up. */
  const act = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey) return false
    const backslash = event.key === '\\' || event.code === 'Backslash'
    if (event.altKey) {
      if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
        goTo(event.key === 'ArrowLeft' ? -1 : 1)
        return true
      }
      if (!backslash) return false
      store.setState(({ film }) => ({ film: { ...film, maskOnly: !film.maskOnly } }))
      return true
    }
    if (backslash) {
      holdOriginal(true)
      return true
    }
    if (event.key === 'Escape') return close()
    if (compare.shown && !takesArrows(event.target)) {
      const moved = dividerAfterKey(compare.divider, event.key, event.shiftKey)
      if (moved !== null) {
        compare.moveDivider(moved)
        return true
      }
    }
    switch (event.key.toLowerCase()) {
      case 'c':
        if (!event.repeat) compare.toggle()
        return true
      case 't':
        focusPrompt()
        return true
      default:
        return false
    }
  }
  const release = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === '\\' || event.code === 'Backslash') holdOriginal(false)
  })
  const leave = useEffectEvent(() => holdOriginal(false))

  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    window.addEventListener('keydown', (event) => press(event), { signal })
    window.addEventListener('keyup', (event) => release(event), { signal })
    // A window that loses the focus never hears the key come up.
    window.addEventListener('blur', () => leave(), { signal })
    return () => controller.abort()
  }, [])
}
