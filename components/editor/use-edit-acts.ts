'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cancelEdit, dismissEdit, markNotCharged, retryEdit } from '#lib/client/api.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { notify } from '../ui/toast.tsx'
import { keepEdit, observeEdit } from './use-lineage.ts'

const calls = { cancel: cancelEdit, retry: retryEdit, dismiss: dismissEdit, notCharged: markNotCharged } as const
export type EditAct = keyof typeof calls

/** What the user may do with an edit that is there already. One act at a time; a refusal is told in a toast. */
export function useEditActs(edit: EditView | null): {
  busy: EditAct | null
  act(name: EditAct): Promise<EditView | null>
} {
  const t = useTranslations('edit')
  const client = useQueryClient()
  const errorWords = useErrorWords()
  const [busy, setBusy] = useState<EditAct | null>(null)

  const act = async (name: EditAct): Promise<EditView | null> => {
    if (busy !== null || edit === null) return null
    setBusy(name)
    try {
      const next = await calls[name](edit.id)
      observeEdit(next, true)
      keepEdit(client, next)
      if (name === 'cancel')
        notify({ kind: 'info', title: t(next.state === 'cancelled' ? 'cancelled' : 'cancelledLate') })
      return next
    } catch (error) {
      const words = errorWords(error)
      notify({ kind: 'error', title: words.title, detail: words.detail })
      // It may have moved on in the meantime: show where it stands.
      void client.invalidateQueries({ queryKey: ['image'] })
      return null
    } finally {
      setBusy(null)
    }
  }
  return { busy, act }
}
