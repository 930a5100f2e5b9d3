'use client'

import { useState } from 'react'
import type { Version } from '../editor/version-tree.ts'
import { defaultPair, keptPair, type Pair } from './compare-pair.ts'

export type CompareState = {
  shown: boolean
  /** False where there is only one version. */
  possible: boolean
  pair: Pair | null
  /** Where the divider stands, from 0 (left) to 1. */
  divider: number
  toggle(): void
  open(): void
  close(): void
  choose(pair: Pair): void
  moveDivider(position: number): void
}

/** Compare of one picture's versions. Another current version starts with its own pair. */
export function useCompare(versions: readonly Version[], current: Version): CompareState {
  const [shown, setShown] = useState(false)
  const [divider, moveDivider] = useState(0.5)
  const [chosen, setChosen] = useState<{ of: string; pair: Pair } | null>(null)
  const pair = chosen?.of === current.key ? keptPair(versions, chosen.pair) : null
  const possible = versions.length > 1
  return {
    shown: shown && possible,
    possible,
    pair: pair ?? defaultPair(versions, current),
    divider,
    toggle: () => setShown((now) => !now && possible),
    open: () => setShown(true),
    close: () => setShown(false),
    choose: (next) => setChosen({ of: current.key, pair: next }),
    moveDivider,
  }
}
