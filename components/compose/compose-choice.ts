'use client'

// Which engine composes and how it is shown both pictures, as last chosen in this browser.
import { useSyncExternalStore } from 'react'
import { z } from 'zod'

const schema = z.object({ engine: z.string().nullable(), model: z.string().nullable(), apart: z.boolean() })
type ComposeChoice = z.infer<typeof schema>

const first: ComposeChoice = { engine: null, model: null, apart: false }
const storageKey = 'frisket.compose'

let choice: ComposeChoice | null = null
const listeners = new Set<() => void>()

function current(): ComposeChoice {
  choice ??= read()
  return choice
}

function read(): ComposeChoice {
  try {
    return schema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? 'null')).data ?? first
  } catch {
    // Without storage it lives as long as the page.
    return first
  }
}

export function changeComposeChoice(part: Partial<ComposeChoice>): void {
  choice = { ...current(), ...part }
  try {
    localStorage.setItem(storageKey, JSON.stringify(choice))
  } catch {
    // Full or refused.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useComposeChoice = (): ComposeChoice => useSyncExternalStore(subscribe, current, () => first)
