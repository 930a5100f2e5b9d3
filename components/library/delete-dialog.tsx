'use client'

import { useTranslations } from 'next-intl'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { LibraryItem } from '#lib/client/schemas.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { notify } from '../ui/toast.tsx'
import { useDeleteImage } from './use-library.ts'

type DeleteDialogProps = { image: LibraryItem | null; onClose(): void }

/** Asks first: there is no way back. */
export function DeleteDialog({ image, onClose }: DeleteDialogProps) {
  const t = useTranslations('library')
  const ui = useTranslations('ui')
  const words = useErrorWords()
  const removal = useDeleteImage()
  const close = () => {
    removal.reset()
    onClose()
  }
  if (!image) return null
  const { name, versions } = image
  return (
    <Dialog
      open
      onOpenChange={close}
      title={t('deleteTitle', { name })}
      description={t('deleteDetail', { versions })}
      actions={
        <>
          <Button kind="ghost" onClick={close}>
            {ui('cancel')}
          </Button>
          <Button
            busy={removal.isPending}
            onClick={() =>
              removal.mutate(image, {
                onSuccess: () => {
                  notify({ kind: 'done', title: t('deleted', { name }) })
                  close()
                },
              })
            }
          >
            {t('delete')}
          </Button>
        </>
      }
    >
      {removal.error ? (
        <ErrorNote
          className="mt-4"
          title={t('deleteFailed', { name })}
          detail={Object.values(words(removal.error)).join(' ')}
        />
      ) : null}
    </Dialog>
  )
}
