'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { ApiError } from '#lib/client/api-error.ts'
import { createBatch } from '#lib/client/batches.ts'
import { newIdempotencyKey } from '#lib/client/idempotency-key.ts'
import { useForgetPrices } from '#lib/client/use-engines.ts'
import type { BatchRequest } from '#lib/edits/batch.ts'
import { emptyBatch } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'

/**
 * Starts the batch and opens it. Where the answer was lost, pressing again carries the same key, so that there is one batch
 * whatever became of the first press.
 */
export function useStart() {
  const router = useRouter()
  const client = useQueryClient()
  const forgetPrices = useForgetPrices()
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const open = useRef<{ body: string; key: string } | null>(null)

  const start = async (request: BatchRequest): Promise<void> => {
    if (state.busy) return
    setState({ busy: true, error: null })
    const body = JSON.stringify(request)
    if (open.current?.body !== body) open.current = { body, key: newIdempotencyKey() }
    try {
      const batch = await createBatch(request, open.current.key)
      open.current = null
      // What was set up has become the batch: the next one begins anew.
      changeBatch(emptyBatch)
      void client.invalidateQueries({ queryKey: ['batches'] })
      router.push(`/batch/${batch.id}`)
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) open.current = null
      forgetPrices(error)
      setState({ busy: false, error })
    }
  }
  return { ...state, start }
}
