'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent } from 'react'
import { divertFiles } from '#lib/client/incoming.ts'
import { uploads } from '#lib/client/uploads.ts'
import { useAdded } from '#lib/client/use-uploads.ts'
import { maskStem } from '#lib/edits/batch-file.ts'
import { notify } from '../ui/toast.tsx'
import { addPictures } from './batch-draft.ts'
import { changeBatch, useBatchDraft } from './batch-store.ts'
import { importRows, isRowFile } from './import-file.ts'
import { adoptMasks, giveMasks, lookAtOwnMasks, workOnMasks } from './mask-work.ts'

export type Intake = {
  /** Pictures, masks by their names, and a file of rows, in any mixture. */
  take(files: readonly File[]): void
}

/** While the page is shown, what is dropped, pasted or chosen goes where it belongs, and what arrives becomes a row. */
export function useIntake(): Intake {
  const t = useTranslations('batch')
  useAdded(({ image }) => {
    changeBatch((draft) => addPictures(draft, [image]))
    adoptMasks()
  })

  const sort = useEffectEvent((files: readonly File[]): readonly File[] => {
    const masks = files.filter(({ name }) => maskStem(name) !== null)
    const [rowFile] = files.filter(isRowFile)
    if (masks.length > 0) giveMasks(masks)
    if (rowFile) {
      void importRows(rowFile).then((refusal) => {
        if (refusal) {
          const { code, ...values } = refusal
          notify({
            kind: 'error',
            title: t('fileRefused', { name: rowFile.name }),
            detail: t(`refusals.${code}`, { line: 0, column: '', count: 0, most: 0, ...values }),
          })
        }
      })
    }
    return files.filter((file) => !masks.includes(file) && !isRowFile(file))
  })
  useEffect(() => {
    const look = () => void lookAtOwnMasks()
    look()
    window.addEventListener('focus', look)
    const stop = divertFiles((files) => sort(files))
    return () => {
      window.removeEventListener('focus', look)
      stop()
    }
  }, [])
  // Whatever has changed, a mask may be wanted that is not known yet.
  const draft = useBatchDraft()
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks at what the store holds
  useEffect(workOnMasks, [draft])
  return {
    take: (files) => uploads.add(sort(files).map((file) => ({ kind: 'file', file }))),
  }
}
