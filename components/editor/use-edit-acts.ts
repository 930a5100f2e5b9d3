'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cancelEdit, dismissEdit, markNotCharged, retryEdit, undecideEdit } from '#lib/client/api.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { useForgetPrices } from '#lib/client/use-engines.ts'
import { formatUsd, type MicroUsd } from '#lib/core/money.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { notify } from '../ui/toast.tsx'
import { useEditorSession } from './editor-session.tsx'
import { keepEdit, observeEdit } from './use-lineage.ts'

const calls = {
  cancel: cancelEdit,
  dismiss: dismissEdit,
  notCharged: markNotCharged,
  undecide: undecideEdit,
} as const
type Act = Exclude<keyof typeof calls, 'undecide'>
export type EditAct = Act | 'retry'

/** What the user may do with an edit that is there already. One act at a time; a refusal is told in a toast. */
export function useEditActs(edit: EditView | null): {
  busy: EditAct | null
  act(name: Act): Promise<EditView | null>
  /** Sends it again, for no more than the price that is shown. */
  retry(shown: MicroUsd): Promise<void>
} {
  const t = useTranslations('edit')
  const client = useQueryClient()
  const errorWords = useErrorWords()
  const forgetPrices = useForgetPrices()
  const { changeDraft, showEdit } = useEditorSession()
  const [busy, setBusy] = useState<EditAct | null>(null)

  const call = async (send: () => Promise<EditView>): Promise<EditView | null> => {
    try {
      const next = await send()
      observeEdit(next, true)
      keepEdit(client, next)
      return next
    } catch (error) {
      const words = errorWords(error)
      notify({ kind: 'error', title: words.title, detail: words.detail })
      forgetPrices(error)
      // It may have moved on in the meantime: show where it stands.
      void client.invalidateQueries({ queryKey: ['image'] })
      return null
    }
  }
  const tellDecision = (name: 'dismiss' | 'notCharged', decided: EditView) => {
    const undo = async () => {
      if (!(await call(() => calls.undecide(decided.id)))) return
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

  const perform = async (name: EditAct, send: (id: string) => Promise<EditView>): Promise<EditView | null> => {
    if (busy !== null || edit === null) return null
    setBusy(name)
    const next = await call(() => send(edit.id))
    setBusy(null)
    return next
  }
  const retry = async (shown: MicroUsd): Promise<void> => {
    await perform('retry', (id) => retryEdit(id, shown))
  }
  const act = async (name: Act): Promise<EditView | null> => {
    const next = await perform(name, calls[name])
    if (next === null) return null
    if (name === 'cancel') {
      notify({ kind: 'info', title: t(mayStillCome(next) ? 'cancelledLate' : 'cancelled') })
    }
    if (name === 'dismiss' || name === 'notCharged') tellDecision(name, next)
    return next
  }
  return { busy, act, retry }
}

/** Work of this machine is broken off where it stands; only what is finished already is stored. */
const mayStillCome = ({ state, engine }: EditView): boolean =>
  state !== 'cancelled' && !(engine === 'local' && state === 'sending')
