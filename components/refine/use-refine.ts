'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { createMask, refineEdit } from '#lib/client/api.ts'
import { ApiError } from '#lib/client/api-error.ts'
import { newIdempotencyKey } from '#lib/client/idempotency-key.ts'
import { getMask } from '#lib/client/mask-file.ts'
import type { EditView, LineageView } from '#lib/edits/edit.ts'
import { isPlainEdge } from '#lib/mask/edge.ts'
import type { CanvasHandle, EditorStore } from '../editor/editor-store.ts'
import { keepEdit, observeEdit } from '../editor/use-lineage.ts'
import type { Cover } from './blend-preview.ts'
import {
  coverAsStored,
  draftOf,
  type Refinable,
  type RefineDraft,
  reachesBeyond,
  refinableOf,
  refineRequest,
  sameDraft,
} from './refining.ts'

export const shows = ['preview', 'film', 'version'] as const
export type Show = (typeof shows)[number]

/** A version being refined. */
export type Refining = Refinable & {
  /** The mask on the stage is one of its own, kept apart from the version's next one. */
  canvasId: string
  draft: RefineDraft
  change(draft: Partial<RefineDraft>): void
  show: Show
  look(show: Show): void
  /** What the mask covers as it will be stored; null until that is known. */
  cover: Cover | null
  tellCover(cover: Cover): void
  /** How much was covered in the version that is refined; null where that is not known. */
  coverageBefore: number | null
  /** Whether the mask is still as it came. */
  maskKept: boolean
  /** The mask as it came, as one step of undo. */
  restoreMask(): void
  /** Leaves, or asks first where something would be lost. */
  leave(then?: () => void): void
  /** Whether that is being asked. */
  asks: boolean
  answer(answer: 'leave' | 'stay'): void
  busy: boolean
  error: unknown
  forgetError(): void
  /** Nothing is covered: there would be nothing to show. */
  empty: boolean
  /** It would be stored as it is already. */
  unchanged: boolean
  /** The mask is there. */
  begun: boolean
  save(): Promise<void>
}

export type Refine = { possible: boolean; now: Refining | null; start(): void }

type Options = {
  /** The edit that made this version, where its panel may tell of it. */
  result: EditView | null
  lineage: LineageView
  store: EditorStore
  canvas: RefObject<CanvasHandle | null>
  open(imageId: string): void
}

type State = {
  editId: string
  draft: RefineDraft
  show: Show
  /** The mask as it came: its revision and what it covered; null until it is there. */
  base: { revision: number; coverage: number } | null
  cover: Cover | null
  asks: { then?: () => void } | null
  busy: boolean
  error: unknown
}

/** Another look at what the engine has returned: no call, no price. */
export function useRefine({ result, lineage, store, canvas, open }: Options): Refine {
  const client = useQueryClient()
  const [state, setState] = useState<State | null>(null)
  const refinable = refinableOf(result, lineage)
  const on = state !== null && refinable !== null && state.editId === refinable.edit.id
  // Everything in the editor hangs on this: where nothing is refined, a stroke must not render it.
  const revision = useStore(store, ({ mask }) => (on ? mask.revision : 0))
  const coverage = useStore(store, ({ mask }) => (on ? mask.coverage : 0))
  const protects = useStore(store, ({ mask }) => !on || mask.protects)
  const beyond = useStore(store, ({ mask }) => on && reachesBeyond(mask.bounds, refinable.box))
  const ready = useStore(store, ({ mask }) => mask.status === 'ready')
  const change = (next: Partial<State>): void => setState((before) => before && { ...before, ...next })

  // A lost answer asks again under the same key; a mask that is stored is not stored twice.
  const asked = useRef<{ body: string; key: string } | null>(null)
  const stored = useRef<{ of: string; maskId: string } | null>(null)

  const load = async (of: Refinable): Promise<void> => {
    if (of.paintedMaskId === null) canvas.current?.apply({ kind: 'fill', value: 255 })
    else await canvas.current?.loadMask(await getMask(of.paintedMaskId))
  }
  const begin = useEffectEvent(async () => {
    if (refinable === null) return
    const { revision: before } = store.getState().mask
    try {
      await load(refinable)
      const { mask } = await changedFrom(store, before)
      change({ base: { revision: mask.revision, coverage: mask.coverage } })
    } catch (error) {
      // There will be no preview to wait for.
      canvas.current?.showOver(null)
      change({ error })
    }
  })
  const waits = on && ready && state.base === null
  useEffect(() => {
    if (waits) void begin()
  }, [waits])

  if (!on || refinable === null) {
    const start = () => {
      if (refinable === null) return
      const { edit } = refinable
      asked.current = null
      stored.current = null
      setState({
        ...{ editId: edit.id, draft: draftOf(edit), show: 'preview' },
        ...{ base: null, cover: null, asks: null, busy: false, error: null },
      })
    }
    return { possible: refinable !== null, now: null, start }
  }

  const { edit } = refinable
  const { base, draft } = state
  const maskKept = base === null || base.revision === revision
  const before = draftOf(edit)
  const unchanged = maskKept && sameDraft(draft, before)
  const cover = coverAsStored({ painted: { coverage, protects }, shaped: state.cover, edge: draft.edge, beyond })
  const empty = base !== null && cover?.coverage === 0
  // The preview stays on the stage until the next picture is painted there.
  const end = (then?: () => void): void => {
    setState(null)
    then?.()
  }

  const save = async (): Promise<void> => {
    if (state.busy || base === null || empty || unchanged) return
    change({ busy: true, error: null })
    try {
      let maskId: string | undefined
      if (!maskKept) {
        const of = `${edit.id} ${revision}`
        const png = stored.current?.of === of ? null : await canvas.current?.exportMask()
        if (png) stored.current = { of, maskId: (await createMask(refinable.input.id, png)).id }
        maskId = stored.current?.maskId
      }
      const request = refineRequest(draft, maskId)
      const body = JSON.stringify(request)
      if (asked.current?.body !== body) asked.current = { body, key: newIdempotencyKey() }
      const made = await refineEdit(edit.id, request, asked.current.key)
      observeEdit(made, true)
      keepEdit(client, made)
      // It runs on the picture that it starts from: go and watch it there.
      end(() => open(made.imageId))
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) asked.current = null
      change({ busy: false, error })
    }
  }

  return {
    possible: true,
    start: () => {},
    now: {
      ...refinable,
      canvasId: `refine ${edit.id}`,
      draft,
      change: (next) => change({ draft: { ...draft, ...next } }),
      show: state.show,
      look: (show) => change({ show }),
      cover,
      tellCover: (next) => change({ cover: next }),
      coverageBefore: edit.receipt?.coverage ?? (isPlainEdge(before.edge) ? (base?.coverage ?? null) : null),
      maskKept,
      restoreMask: () => void load(refinable).catch((error: unknown) => change({ error })),
      leave: (then) => {
        if (unchanged) end(then)
        else change({ asks: { then } })
      },
      asks: state.asks !== null,
      answer: (answer) => (answer === 'leave' ? end(state.asks?.then) : change({ asks: null })),
      busy: state.busy,
      error: state.error,
      forgetError: () => change({ error: null }),
      ...{ empty, unchanged, begun: base !== null },
      save,
    },
  }
}

/** Facts of the mask come a moment after it has changed. */
const changedFrom = (store: EditorStore, revision: number): Promise<ReturnType<EditorStore['getState']>> =>
  new Promise((resolve) => {
    const now = store.getState()
    if (now.mask.revision !== revision) return resolve(now)
    const stop = store.subscribe((state) => {
      if (state.mask.revision === revision) return
      stop()
      resolve(state)
    })
  })
