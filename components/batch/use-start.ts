'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { ApiError } from '#lib/client/api-error.ts'
import { createBatch } from '#lib/client/batches.ts'
import type { BatchRequest } from '#lib/edits/batch.ts'
import { emptyBatch } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'

/** 32 hex digits. `crypto.randomUUID` is missing on plain http, and a studio may be reached by that in its own network. */
export const newRequestKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * Starts the batch and opens it. Where the answer was lost, pressing again carries the same key, so that there is one batch
 * whatever became of the first press.
 */
export function useStart() {
  const router = useRouter()
  const client = useQueryClient()
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const open = useRef<{ body: string; key: string } | null>(null)

  const start = async (request: BatchRequest): Promise<void> => {
    if (state.busy) return
    setState({ busy: true, error: null })
    const body = JSON.stringify(request)
    if (open.current?.body !== body) open.current = { body, key: newRequestKey() }
    try {
      const batch = await createBatch(request, open.current.key)
      open.current = null
      // What was set up has become the batch: the next one begins anew.
      changeBatch(emptyBatch)
      void client.invalidateQueries({ queryKey: ['batches'] })
      router.push(`/batch/${batch.id}`)
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) open.current = null
      setState({ busy: false, error })
    }
  }
  return { ...state, start }
}
