'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { DryRow } from '#lib/client/batch-schemas.ts'
import { dryRunBatch } from '#lib/client/batches.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import type { BatchRequest } from '#lib/edits/batch.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import type { BatchDraft } from './batch-draft.ts'
import { PictureImage } from './picture-image.tsx'

/** More are counted, but not shown: whoever looks reads the first ones. */
const mostShown = 200

type DryRunProps = { request: BatchRequest; draft: BatchDraft; onClose(): void }

/** What the server says that each row would send. Calls no engine. */
export function DryRunDialog({ request, draft, onClose }: DryRunProps) {
  const t = useTranslations('batch')
  const words = useErrorWords()
  const { data, error } = useQuery({
    queryKey: ['dry-run', request],
    queryFn: ({ signal }) => dryRunBatch(request, { signal }),
    gcTime: 0,
  })
  const names = new Map([...draft.entries, ...draft.rows].map(({ picture }) => [picture?.id, picture?.name]))
  const total = data?.reduce((sum, row) => sum + (row.ok ? row.priceMicroUsd : 0), 0) ?? 0
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('dryRunTitle')}
      width="sheet"
      head={
        <p className="flex-1 text-text-2 tabular-nums">
          {data ? t('dryRunTotal', { count: data.length, price: formatUsd(total) }) : null}
        </p>
      }
    >
      {error ? <ErrorNote {...words(error)} /> : null}
      {data || error ? null : (
        <p role="status" className="flex items-center gap-2 py-6 text-text-2">
          <Spinner />
          {t('dryRunBusy')}
        </p>
      )}
      <ul className="divide-y divide-line">
        {data?.slice(0, mostShown).map((row) => {
          const { imageId, maskId } = request.rows[row.position]
          return (
            <li key={row.position} className="flex items-center gap-x-4 gap-y-2 py-2.5 max-sm:flex-wrap">
              <span className="h-12 w-18 flex-none overflow-hidden rounded-sm bg-raise">
                <PictureImage imageId={imageId} width={240} />
              </span>
              <span className="h-12 w-18 flex-none overflow-hidden rounded-sm border border-line-strong border-dashed max-sm:hidden">
                {maskId ? (
                  // biome-ignore lint/performance/noImgElement: a mask of our own server
                  <img
                    src={`/api/masks/${maskId}`}
                    alt={t('maskPicture')}
                    loading="lazy"
                    className="size-full object-cover"
                  />
                ) : null}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{names.get(imageId)}</span>
                <span className="line-clamp-2 text-text-2">{row.ok ? row.prompt : null}</span>
                {row.ok ? null : <span className="text-bad">{row.error.message}</span>}
              </span>
              {row.ok ? <Sent row={row} /> : null}
            </li>
          )
        })}
      </ul>
      {data && data.length > mostShown ? (
        <p className="py-3 text-text-2">{t('dryRunMore', { count: data.length - mostShown })}</p>
      ) : null}
    </Dialog>
  )
}

function Sent({ row: { crop, aspectRatio, coverage, priceMicroUsd } }: { row: Extract<DryRow, { ok: true }> }) {
  const t = useTranslations('batch')
  const size = (of: { width: number; height: number }) =>
    t('size', { width: String(of.width), height: String(of.height) })
  return (
    <dl className="grid flex-none grid-cols-[auto_auto] gap-x-3 text-meta tabular-nums max-sm:basis-full max-sm:justify-start">
      <dt className="text-text-3">{t('dry.crop')}</dt>
      <dd>{crop ? size(crop.box) : t('dry.whole', { ratio: aspectRatio })}</dd>
      <dt className="text-text-3">{t('dry.sent')}</dt>
      <dd>{crop ? size(crop.sent) : '—'}</dd>
      <dt className="text-text-3">{t('dry.mask')}</dt>
      <dd>
        {coverage === null ? t('maskWhole') : t('percent', { value: Math.round(coverage * 1000) / 10 })},{' '}
        {formatUsd(priceMicroUsd)}
      </dd>
    </dl>
  )
}
