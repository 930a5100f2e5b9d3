'use client'

import { FileSpreadsheet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { batchColumns } from '#lib/edits/batch-file.ts'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import type { BatchDraft } from './batch-draft.ts'
import { troubleOf } from './prepare-rows.ts'

const columns = Object.keys(batchColumns) as (keyof typeof batchColumns)[]

type ImportStripProps = { draft: BatchDraft; onFiles(files: readonly File[]): void }

/** The file that the rows came from: how many were read, how many need the user; and what each column means. */
export function ImportStrip({ draft: { file, rows }, onFiles }: ImportStripProps) {
  const t = useTranslations('batch')
  const input = useRef<HTMLInputElement>(null)
  const wrong = rows.filter((row) => row.line !== null && troubleOf(row) !== null).length
  return (
    <div className="mt-4 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-dash border-dashed py-2 pr-2 pl-4">
      <FileSpreadsheet aria-hidden="true" className="size-5 flex-none text-text-2" />
      <p className="min-w-0 flex-1 tabular-nums max-sm:basis-[calc(100%-32px)]">
        {file ? (
          <>
            <span className="font-medium">{file.name}</span>{' '}
            <span className="ml-1 text-text-2">
              {t('rowsRead', { count: file.read })}
              {wrong > 0 ? <span className="text-bad">, {t('rowsNeedYou', { count: wrong })}</span> : null}
            </span>
            {file.ignored.length > 0 ? (
              <span className="block text-meta text-warn">
                {t('ignored', { count: file.ignored.length, columns: file.ignored.join(', ') })}
              </span>
            ) : null}
          </>
        ) : (
          <span className="text-text-2">{t('importHint')}</span>
        )}
      </p>
      <Popover
        trigger={
          <Button kind="ghost" className="underline underline-offset-3 max-sm:h-11">
            {t('columns')}
          </Button>
        }
        title={t('columns')}
        align="end"
        className="w-100"
      >
        <dl className="grid grid-cols-[72px_1fr] gap-x-3 gap-y-1.5 text-meta">
          {columns.map((column) => (
            <div key={column} className="contents">
              <dt className="font-medium">{column}</dt>
              <dd className="text-text-2">{t(`column.${column}`)}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-meta text-text-3">{t('columnsHint')}</p>
      </Popover>
      <Button onClick={() => input.current?.click()} className="max-sm:ml-auto max-sm:h-11">
        {t('import')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.json,text/csv,application/json"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
