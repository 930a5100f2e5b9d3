// Which hints somebody does not want to see: of this browser, not of the studio.
import { useSyncExternalStore } from 'react'
import { type HintKind, hintKinds } from '#lib/prompts/hints.ts'

const storageKey = 'frisket.hints'
const listeners = new Set<() => void>()

/** A forbidden store keeps nothing: then every page shows them once more. */
let held: readonly HintKind[] | null = null

function read(): readonly HintKind[] {
  if (held !== null) return held
  try {
    const kept = localStorage.getItem(storageKey)?.split(' ') ?? []
    held = hintKinds.filter((kind) => kept.includes(kind))
  } catch {
    held = []
  }
  return held
}

function write(kinds: readonly HintKind[]): void {
  held = kinds
  try {
    localStorage.setItem(storageKey, kinds.join(' '))
  } finally {
    for (const listener of listeners) listener()
  }
}

const none: readonly HintKind[] = []

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useDismissedHints() {
  const dismissed = useSyncExternalStore(subscribe, read, () => none)
  return {
    dismissed,
    dismiss: (kind: HintKind) => write([...dismissed, kind]),
    restore: () => write([]),
  }
}
