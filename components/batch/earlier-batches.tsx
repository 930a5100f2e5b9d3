'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { listBatches } from '#lib/client/batches.ts'
import { formatWhen } from '#lib/client/when.ts'
import { Section } from '../ui/section.tsx'

/** The way back to what runs and what has run. */
export function EarlierBatches() {
  const t = useTranslations('batch')
  const locale = useLocale()
  const { data = [] } = useQuery({ queryKey: ['batches'], queryFn: ({ signal }) => listBatches({ signal }) })
  if (data.length === 0) return null
  return (
    <Section title={t('earlier')}>
      <ul className="-mx-2">
        {data.map(({ id, name, state, counts, createdAt }) => {
          const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
          const when = formatWhen(createdAt, { now: new Date(), locale, yesterday: t('yesterday') })
          return (
            <li key={id}>
              <Link
                href={`/batch/${id}`}
                className="flex min-h-9 items-center gap-2 rounded-md px-2 hover:bg-raise max-sm:min-h-11"
              >
                <span className="min-w-0 flex-1 truncate">{name || t('unnamed')}</span>
                <span className="text-meta text-text-2 tabular-nums">
                  {t('storedOf', { stored: counts.stored, total })}, {t(`state.${state}`)}
                </span>
                <span className="text-meta text-text-3 tabular-nums">{when}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
