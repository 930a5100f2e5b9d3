'use client'

import { useState } from 'react'
import type { EditView, LineageView } from '#lib/edits/edit.ts'
import type { CompareState } from '../compare/compare-state.ts'
import type { Version } from '../editor/version-tree.ts'
import { tileAfterKey, variationsOf, withPick } from './variation-set.ts'

/** The variations that lie before the user. */
export type Sheet = {
  setId: string
  edits: readonly EditView[]
  /** The one that the panel tells of. */
  chosen: EditView
  choose(editId: string): void
  /** At most two, for a comparison. */
  picks: readonly string[]
  pick(editId: string): void
  /** The two that would be compared: the picked ones, or the one picked and the chosen one. Null where they are not there. */
  pair: { before: Version; after: Version } | null
  compare(): void
  /** Arrow keys, Home and End, Enter and Space. Returns whether the key was one of them. */
  press(key: string): boolean
  goOn(): void
  close(): void
}

export type ContactSheet = { now: Sheet | null; open(setId: string): void; close(): void }

type Options = {
  lineage: LineageView
  versions: readonly Version[]
  compare: CompareState
  /** Opens a version to go on from there. */
  continueFrom(edit: EditView): void
}

type State = { setId: string; chosenId: string | null; picks: readonly string[] }

const param = 'variations'
/** "?variations=…" in the address lays a set out, so that a reload does. An open picture is only ever in a browser. */
const linked = (): State | null => {
  const setId = new URLSearchParams(window.location.search).get(param)
  return setId === null ? null : { setId, chosenId: null, picks: [] }
}
const writeLink = (setId: string | null): void => {
  if (linked()?.setId === (setId ?? undefined)) return
  const query = setId === null ? '' : `?${param}=${setId}`
  window.history.replaceState(null, '', window.location.pathname + query)
}

export function useContactSheet({ lineage, versions, compare, continueFrom }: Options): ContactSheet {
  const [state, setState] = useState(linked)
  const edits = state === null ? [] : variationsOf(lineage, state.setId)
  const chosen =
    edits.find(({ id }) => id === state?.chosenId) ?? edits.find(({ state }) => state === 'done') ?? edits[0]

  const open = (setId: string): void => {
    compare.close()
    setState({ setId, chosenId: null, picks: [] })
    writeLink(setId)
  }
  const close = (): void => {
    setState(null)
    writeLink(null)
  }
  if (state === null || chosen === undefined) return { now: null, open, close }

  const { setId, picks } = state
  const versionOf = (id: string | undefined): Version | undefined => {
    const edit = edits.find((one) => one.id === id)
    return versions.find(({ key }) => key === edit?.outputImageId)
  }
  const [first, second = picks[0] === chosen.id ? undefined : chosen.id] = picks
  const [before, after] = [versionOf(first), versionOf(second)]
  const pair = before && after ? { before, after } : null
  const choose = (chosenId: string): void => setState({ ...state, chosenId })
  const pick = (editId: string): void => setState({ ...state, picks: withPick(picks, editId) })
  const goOn = (): void => {
    if (chosen.outputImageId === null) return
    close()
    continueFrom(chosen)
  }
  return {
    open,
    close,
    now: {
      ...{ setId, edits, chosen, choose, picks, pick, pair, goOn, close },
      compare() {
        if (pair === null) return
        compare.choose(pair)
        compare.open()
      },
      press(key) {
        if (key === 'Enter') goOn()
        else if (key === ' ') pick(chosen.id)
        else {
          const at = edits.findIndex(({ id }) => id === chosen.id)
          const next = tileAfterKey(key, { at, count: edits.length })
          if (next === null) return false
          choose(edits[next].id)
        }
        return true
      },
    },
  }
}
