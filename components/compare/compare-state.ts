'use client'

import { useState } from 'react'
import type { Version } from '../editor/version-tree.ts'
import { type CompareMode, nextMode } from './compare-mode.ts'
import { defaultPair, keptPair, type Pair } from './compare-pair.ts'
import type { Gain } from './difference-picture.ts'

/** How it is looked at; kept while the picture is open. */
export type CompareLook = {
  mode: CompareMode
  /** Where the divider stands, from 0 (left) to 1. */
  divider: number
  /** How much of the version after lies over the one before, from 0 to 1. */
  opacity: number
  gain: Gain
}

export type CompareState = CompareLook & {
  shown: boolean
  /** False where there is only one version. */
  possible: boolean
  pair: Pair | null
  toggle(): void
  open(): void
  close(): void
  choose(pair: Pair): void
  change(look: Partial<CompareLook>): void
  showNextMode(): void
}

/** "?compare" in the address opens a picture compared, as from the library. An open picture is only ever in a browser. */
const isLinked = (): boolean => new URLSearchParams(window.location.search).has('compare')

/** Compare of one picture's versions. Another current version starts with its own pair. */
export function useCompare(versions: readonly Version[], current: Version): CompareState {
  const [shown, setShown] = useState(isLinked)
  const [look, setLook] = useState<CompareLook>({ mode: 'slider', divider: 0.5, opacity: 0.5, gain: 1 })
  const [chosen, setChosen] = useState<{ of: string; pair: Pair } | null>(null)
  const pair = chosen?.of === current.key ? keptPair(versions, chosen.pair) : null
  const possible = versions.length > 1
  const close = (): void => {
    setShown(false)
    if (isLinked()) window.history.replaceState(null, '', window.location.pathname)
  }
  return {
    ...look,
    shown: shown && possible,
    possible,
    pair: pair ?? defaultPair(versions, current),
    toggle: () => (shown ? close() : setShown(possible)),
    open: () => setShown(true),
    close,
    choose: (next) => setChosen({ of: current.key, pair: next }),
    change: (next) => setLook((now) => ({ ...now, ...next })),
    showNextMode: () => setLook((now) => ({ ...now, mode: nextMode(now.mode) })),
  }
}
