'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cancelEdit, dismissEdit, markNotCharged, retryEdit, undecideEdit } from '#lib/client/api.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { notify } from '../ui/toast.tsx'
import { useEditorSession } from './editor-session.tsx'
import { keepEdit, observeEdit } from './use-lineage.ts'

const calls = {
  cancel: cancelEdit,
  retry: retryEdit,
  dismiss: dismissEdit,
  notCharged: markNotCharged,
  undecide: undecideEdit,
} as const
type Call = keyof typeof calls
export type EditAct = Exclude<Call, 'undecide'>

/** What the user may do with an edit that is there already. One act at a time; a refusal is told in a toast. */
export function useEditActs(edit: EditView | null): {
  busy: EditAct | null
  act(name: EditAct): Promise<EditView | null>
} {
  const t = useTranslations('edit')
  const client = useQueryClient()
  const errorWords = useErrorWords()
  const { changeDraft, showEdit } = useEditorSession()
  const [busy, setBusy] = useState<EditAct | null>(null)

  const call = async (name: Call, { id }: EditView): Promise<EditView | null> => {
    try {
      const next = await calls[name](id)
      observeEdit(next, true)
      keepEdit(client, next)
      return next
    } catch (error) {
      const words = errorWords(error)
      notify({ kind: 'error', title: words.title, detail: words.detail })
      // It may have moved on in the meantime: show where it stands.
      void client.invalidateQueries({ queryKey: ['image'] })
      return null
    }
  }
  const tellDecision = (name: 'dismiss' | 'notCharged', decided: EditView) => {
    const undo = async () => {
      if (!(await call('undecide', decided))) return
      // It is open again, so that what becomes of it is news.
      changeDraft({ dismissedEditId: null })
      showEdit(decided.id)
    }
    notify({
      kind: 'info',
      id: `decided-${decided.id}`,
      title: t(name === 'dismiss' ? 'dismissed' : 'markedNotCharged', { price: formatUsd(decided.priceMicroUsd) }),
      action: { label: t('undo'), onSelect: () => void undo() },
    })
  }

  const act = async (name: EditAct): Promise<EditView | null> => {
    if (busy !== null || edit === null) return null
    setBusy(name)
    const next = await call(name, edit)
    setBusy(null)
    if (next === null) return null
    if (name === 'cancel') {
      notify({ kind: 'info', title: t(mayStillCome(next) ? 'cancelledLate' : 'cancelled') })
    }
    if (name === 'dismiss' || name === 'notCharged') tellDecision(name, next)
    return next
  }
  return { busy, act }
}

/** Work of this machine is broken off where it stands; only what is finished already is stored. */
const mayStillCome = ({ state, engine }: EditView): boolean =>
  state !== 'cancelled' && !(engine === 'local' && state === 'sending')
