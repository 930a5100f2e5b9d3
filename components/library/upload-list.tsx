'use client'

import { ImageIcon, Link2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useErrorWords } from '#lib/client/error-words.ts'
import { inMillions, limits } from '#lib/client/reduction.ts'
import { type Offer, type Upload, uploads } from '#lib/client/uploads.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { Spinner } from '../ui/spinner.tsx'

type UploadListProps = {
  list: readonly Upload[]
  /** Puts a link that failed back into its field, where there is one. */
  onEditLink?(url: string): void
  className?: string
}

/** What is on its way in, each with its state, its own cancel, and its own words when it fails. */
export function UploadList({ list, onEditLink, className }: UploadListProps) {
  const t = useTranslations('upload')
  if (list.length === 0) return null
  return (
    <ul aria-label={t('list')} className={cn('flex flex-wrap items-start gap-3', className)}>
      {list.map((upload) => (
        <li key={upload.id} className="w-full max-w-105 rounded-md bg-raise p-2 text-left">
          <div className="flex items-center gap-3">
            <Preview upload={upload} />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{upload.name}</p>
              <Progress upload={upload} />
            </div>
            <RemoveButton upload={upload} />
          </div>
          <Trouble upload={upload} onEditLink={onEditLink} />
        </li>
      ))}
    </ul>
  )
}

function RemoveButton({ upload }: { upload: Upload }) {
  const t = useTranslations('upload')
  const over = ['failed', 'offered', 'cannot-reduce'].includes(upload.state.kind)
  return (
    <IconButton
      label={t(over ? 'dismissOf' : 'cancelOf', { name: upload.name })}
      onClick={() => uploads.remove(upload.id)}
      className="live:hover:bg-hover"
    >
      <X aria-hidden="true" />
    </IconButton>
  )
}

function Preview({ upload: { source, reduced } }: { upload: Upload }) {
  const [url, setUrl] = useState<string | null>(null)
  // A file over the limits would be decoded whole for sixty pixels.
  const shown = reduced?.blob ?? (source.kind === 'file' && source.file.size <= limits.bytes ? source.file : null)
  useEffect(() => {
    if (!shown) return
    const made = URL.createObjectURL(shown)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [shown])
  const Icon = source.kind === 'link' ? Link2 : ImageIcon
  return (
    <span className="flex h-10 w-15 flex-none items-center justify-center overflow-hidden rounded-sm bg-press text-text-3">
      {url && shown ? (
        // biome-ignore lint/performance/noImgElement: a local file
        <img src={url} alt="" decoding="async" className="size-full object-cover" onError={() => setUrl(null)} />
      ) : (
        <Icon aria-hidden="true" className="size-4" />
      )}
    </span>
  )
}

function Progress({ upload: { name, state } }: { upload: Upload }) {
  const t = useTranslations('upload')
  switch (state.kind) {
    case 'waiting':
      return <p className="text-meta text-text-2">{t('waiting')}</p>
    case 'reading':
    case 'fetching':
    case 'reducing':
      return (
        <p className="flex items-center gap-1.5 text-meta text-text-2">
          <Spinner className="size-3.5" />
          {t(state.kind)}
        </p>
      )
    case 'uploading': {
      // 100 % stands for having it all there: the server has still to look at it and store it.
      const words = state.share < 1 ? t('uploading', { percent: Math.floor(state.share * 100) }) : t('storing')
      return (
        <>
          <p className="text-meta text-text-2 tabular-nums">{words}</p>
          <ProgressBar label={name} value={state.share} valueText={words} className="mt-1 h-1" />
        </>
      )
    }
    default:
      return null
  }
}

function Trouble({ upload, onEditLink }: { upload: Upload } & Pick<UploadListProps, 'onEditLink'>) {
  const t = useTranslations('upload')
  const words = useErrorWords()
  const { id, source, state } = upload
  switch (state.kind) {
    case 'offered':
      return <OfferNote id={id} offer={state.offer} />
    case 'cannot-reduce':
      return <ErrorNote className="p-2 pt-3" title={t('cannotReduce')} detail={t('cannotReduceDetail')} />
    case 'failed':
      return (
        <ErrorNote
          className="p-2 pt-3"
          {...words(state.error)}
          actions={
            source.kind === 'link' && onEditLink ? (
              <Button
                kind="outline"
                onClick={() => {
                  uploads.remove(id)
                  onEditLink(source.url)
                }}
              >
                {t('editLink')}
              </Button>
            ) : mayHelp(state.error.status) ? (
              <Button kind="outline" onClick={() => uploads.retry(id)}>
                {t('again')}
              </Button>
            ) : null
          }
        />
      )
    default:
      return null
  }
}

/** The same file would be refused again for the same reason; a failure of the way or the server may pass. */
const mayHelp = (status: number): boolean => status === 0 || status >= 500

function OfferNote({ id, offer }: { id: string; offer: Offer }) {
  const t = useTranslations('upload')
  const { overrun, bytes, from, to } = offer
  const title =
    overrun === 'bytes' && bytes > limits.bytes
      ? t('tooLarge', { megabytes: inMillions(bytes) })
      : overrun === 'pixels' && from
        ? t('tooManyPixels', { megapixels: inMillions(from.width * from.height) })
        : t('overLimits')
  const detail = to ? t(to.width === from?.width ? 'reencoded' : 'reducedTo', numbers(to)) : undefined
  return (
    <ErrorNote
      className="p-2 pt-3"
      title={title}
      detail={detail}
      actions={
        <Button kind="outline" onClick={() => uploads.reduce(id)}>
          {t('reduceAndAdd')}
        </Button>
      }
    />
  )
}

/** As text: pixel sizes have no thousands separator. */
const numbers = ({ width, height }: { width: number; height: number }) => ({
  width: String(width),
  height: String(height),
})
