'use client'

// A value of this browser, not of the studio: kept in its storage, and one for all of a page.
import { useSyncExternalStore } from 'react'

type KeptOptions<T> = {
  key: string
  /** Where nothing is kept, and on the server. */
  first: T
  /** Null where the text means nothing; may throw. */
  parse(text: string): T | null
  write(value: T): string
}

/** A storage that is full or forbidden keeps nothing: then the value lives as long as the page. */
export function createKept<T>({ key, first, parse, write }: KeptOptions<T>) {
  const listeners = new Set<() => void>()
  let held: { value: T } | null = null

  const current = (): T => {
    held ??= { value: read() }
    return held.value
  }
  const read = (): T => {
    try {
      const text = localStorage.getItem(key)
      return (text === null ? null : parse(text)) ?? first
    } catch {
      return first
    }
  }
  const change = (next: (now: T) => T): void => {
    held = { value: next(current()) }
    try {
      localStorage.setItem(key, write(held.value))
    } catch {
      // As above.
    }
    for (const listener of listeners) listener()
  }
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return { change, use: (): T => useSyncExternalStore(subscribe, current, () => first) }
}
