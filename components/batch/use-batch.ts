'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { WholeBatch } from '#lib/client/batch-schemas.ts'
import { actOnBatch, actOnRow, type BatchAct, getBatch, getBatchSpend, type RowAct } from '#lib/client/batches.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { gather } from '#lib/client/gather.ts'
import { useBatchEvents, useEditEvents } from '#lib/client/use-events.ts'
import { type BatchChange, type BatchRowView, type BatchView, rowEdit } from '#lib/edits/batch.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'
import { notify } from '../ui/toast.tsx'

const keyOf = (id: string) => ['batch', id] as const

const withRow = (whole: WholeBatch, position: number, change: (row: BatchRowView) => BatchRowView): WholeBatch => ({
  ...whole,
  rows: whole.rows.map((row) => (row.position === position ? change(row) : row)),
})

const withBatch = (whole: WholeBatch, batch: BatchView): WholeBatch => ({ ...whole, ...batch })

/** A batch with all its rows, kept true by the one event stream. */
export function useBatch(id: string) {
  const client = useQueryClient()
  const query = useQuery({ queryKey: keyOf(id), queryFn: ({ signal }) => getBatch(id, { signal }) })
  const change = (next: (whole: WholeBatch) => WholeBatch) =>
    client.setQueryData<WholeBatch>(keyOf(id), (whole) => whole && next(whole))
  const reload = () => void client.invalidateQueries({ queryKey: keyOf(id) })

  // What it costs is the ledger's to say: asked for after a burst of endings, without the rows.
  const [spend] = useState(() =>
    gather(() => {
      getBatchSpend(id).then(
        (told) => client.setQueryData<WholeBatch>(keyOf(id), (whole) => whole && { ...whole, spend: told }),
        () => undefined,
      )
    }, 300),
  )
  useEffect(() => spend.forget, [spend])

  useEditEvents({
    onEdit(edit) {
      const { batch } = edit
      if (batch?.id !== id) return
      // Its row has begun, whatever was known of it.
      change((whole) =>
        withRow(whole, batch.position, (row) => {
          const edits = [...row.edits]
          edits[batch.step] = rowEdit(edit)
          return { ...row, state: 'begun', error: null, edits }
        }),
      )
      if (isSettled(edit.state) || edit.state === 'fetching') spend.soon()
    },
    onResume: reload,
  })
  const heard = ({ batch, row }: BatchChange): void => {
    change((whole) => withBatch(row ? withRow(whole, row.position, () => row) : whole, batch))
  }
  useBatchEvents((told) => {
    if (told.batch.id !== id) return
    heard(told)
    if (told.batch.hold?.code === 'price_changed') void client.invalidateQueries({ queryKey: ['engines'] })
    // A stop changes all rows that wait, and is told once.
    if (told.batch.state === 'stopped') reload()
  })

  const errorWords = useErrorWords()
  const failed = (error: unknown) => notify({ kind: 'error', ...errorWords(error) })
  return {
    query,
    act: (act: BatchAct, priceMicroUsd?: number): Promise<void> =>
      actOnBatch(id, act, priceMicroUsd).then((batch) => {
        change((whole) => withBatch(whole, batch))
        if (act === 'stop' || act === 'retry-failed') reload()
      }, failed),
    actOnRow: (position: number, act: RowAct, prompt?: string): Promise<void> =>
      actOnRow(id, { position, act, prompt }).then(heard, failed),
  }
}

export type BatchActs = Pick<ReturnType<typeof useBatch>, 'act' | 'actOnRow'>
