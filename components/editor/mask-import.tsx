'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react'
import { toApiError } from '#lib/client/api-error.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { decodeMask, type MaskReading, type MaskSource } from '#lib/client/mask-file.ts'
import { maskChannels } from '#lib/mask/mask-channel.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { TextField } from '../ui/text-field.tsx'
import { notify } from '../ui/toast.tsx'
import { useEditorSession } from './editor-session.tsx'
import { type CopySource, readCopy } from './mask-copy.ts'
import { type ImportStep, stepAfter } from './mask-import-steps.ts'

export type MaskOrigin =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'url' }
  | { readonly kind: 'copy'; readonly source: CopySource }

/** Reads a mask and asks what its file does not say: where in it the mask is, and whether it may be scaled. */
export function MaskImport({ origin, onClose }: { origin: MaskOrigin; onClose(): void }) {
  const t = useTranslations('editor.maskImport')
  const errorWords = useErrorWords()
  const { canvas, image } = useEditorSession()
  const [step, setStep] = useState<ImportStep>(origin.kind === 'url' ? { kind: 'link' } : { kind: 'reading' })
  const [url, setUrl] = useState('')
  const [reading, setReading] = useState<MaskReading>({ channel: null, scale: false })
  const [life] = useState(() => new AbortController())

  const sourceOf = async (): Promise<MaskSource | null> => {
    if (origin.kind === 'url') return { kind: 'url', url: url.trim() }
    const file = origin.kind === 'file' ? origin.file : await readCopy(origin.source)
    return file && { kind: 'file', file }
  }
  const read = async (next: MaskReading) => {
    setReading(next)
    setStep({ kind: 'reading' })
    try {
      const source = await sourceOf()
      if (source === null) {
        notify({ kind: 'info', title: t('gone') })
        onClose()
        return
      }
      const png = await decodeMask({ imageId: image.id, source, ...next, signal: life.signal })
      await canvas.current?.loadMask(png)
      if (life.signal.aborted) return
      notify({ kind: 'done', title: t('done') })
      onClose()
    } catch (error) {
      if (!life.signal.aborted) setStep(stepAfter(toApiError(error), next))
    }
  }
  const readAtOnce = useEffectEvent(() => {
    if (origin.kind !== 'url') void read(reading)
  })
  useEffect(() => readAtOnce(), [])

  const close = () => {
    life.abort()
    onClose()
  }
  const follow = (event: FormEvent) => {
    event.preventDefault()
    void read({ channel: null, scale: false })
  }
  const cancel = <Button onClick={close}>{t('cancel')}</Button>
  const shared = {
    open: true,
    onOpenChange: (open: boolean) => {
      if (!open) close()
    },
  }

  switch (step.kind) {
    case 'link':
      return (
        <Dialog {...shared} title={t('title')} description={t('linkHint')}>
          <form onSubmit={follow} className="mt-3 flex items-end gap-2">
            <TextField
              label={t('link')}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              inputMode="url"
              className="flex-1"
            />
            <Button type="submit" disabled={url.trim() === ''}>
              {t('load')}
            </Button>
          </form>
        </Dialog>
      )
    case 'reading':
      return (
        <Dialog {...shared} title={t('title')} actions={cancel}>
          <p role="status" className="flex items-center gap-2 text-text-2">
            <Spinner />
            {t('reading')}
          </p>
        </Dialog>
      )
    case 'channel':
      return (
        <Dialog
          {...shared}
          title={t('channelTitle')}
          description={t('channelDetail')}
          actions={
            <>
              {cancel}
              {maskChannels.map((channel) => (
                <Button key={channel} onClick={() => void read({ ...reading, channel })}>
                  {t(channel)}
                </Button>
              ))}
            </>
          }
        />
      )
    case 'scale':
      return (
        <Dialog
          {...shared}
          title={t('scaleTitle')}
          description={
            <>
              {t('scaleDetail', {
                width: String(step.width),
                height: String(step.height),
                pictureWidth: String(image.width),
                pictureHeight: String(image.height),
              })}{' '}
              {step.stretches ? t('scaleStretch') : null}
            </>
          }
          actions={
            <>
              {cancel}
              <Button onClick={() => void read({ ...reading, scale: true })}>{t('scale')}</Button>
            </>
          }
        />
      )
    case 'failed': {
      const { title, detail } = errorWords(step.error)
      return (
        <Dialog {...shared} title={t('failed')} actions={cancel}>
          <ErrorNote title={title} detail={detail} />
        </Dialog>
      )
    }
  }
}
