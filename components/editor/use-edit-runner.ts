'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { createEdit, createMask, createVariations } from '#lib/client/api.ts'
import { ApiError } from '#lib/client/api-error.ts'
import { newIdempotencyKey } from '#lib/client/idempotency-key.ts'
import { useForgetPrices } from '#lib/client/use-engines.ts'
import { useEditEvents } from '#lib/client/use-events.ts'
import type { EditView } from '#lib/edits/edit.ts'
import type { RunHint } from './edit-draft.ts'
import { createSubmission, type Press } from './edit-submission.ts'
import { keepEdit, observeEdit } from './use-lineage.ts'

export type EditRunner = {
  busy: boolean
  /** Why the last press came to nothing, until the next one, or until the server can be reached again where it was that. */
  error: unknown
  /** Resolves with the edit, or null where it was not started. */
  press(press: Press): Promise<EditView | null>
  forget(): void
  /** Why the key that runs the edit did nothing just now; null again after a while. */
  hint: RunHint | null
  explain(hint: RunHint): void
}

const hintMs = 8_000

/** Lets one press through at a time and puts its edit into what is known of the picture. */
export function useEditRunner(): EditRunner {
  const client = useQueryClient()
  const forgetPrices = useForgetPrices()
  const [submit] = useState(() =>
    createSubmission({
      createMask,
      createEdit,
      createVariations,
      newKey: newIdempotencyKey,
      wasRefused: (error) => error instanceof ApiError && error.status >= 400 && error.status < 500,
      onBegun(edit) {
        observeEdit(edit, true)
        keepEdit(client, edit)
      },
    }),
  )
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })

  const press = async (press: Press): Promise<EditView | null> => {
    if (state.busy) return null
    setState({ busy: true, error: null })
    try {
      const edit = await submit(press)
      setState({ busy: false, error: null })
      return edit
    } catch (error) {
      forgetPrices(error)
      setState({ busy: false, error })
      return null
    }
  }

  const forget = () => setState((now) => ({ ...now, error: null }))
  const heard = () => {
    if (state.error instanceof ApiError && state.error.code === 'offline') forget()
  }
  useEditEvents({ onEdit: heard, onResume: heard })

  // A new object for every press of the key, so that the same reason is shown for its full time again.
  const [told, setTold] = useState<{ hint: RunHint } | null>(null)
  useEffect(() => {
    if (told === null) return
    const timer = setTimeout(() => setTold(null), hintMs)
    return () => clearTimeout(timer)
  }, [told])
  return { ...state, press, forget, hint: told?.hint ?? null, explain: (hint) => setTold({ hint }) }
}
