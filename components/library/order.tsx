'use client'

import { useTranslations } from 'next-intl'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { libraryFilters, librarySorts } from '#lib/edits/library.ts'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import type { LibraryWish } from './library-wish.ts'

type OrderProps = { wish: LibraryWish; onWish(wish: Partial<LibraryWish>): void }

/** Which pictures, and which first. */
export function Order({ wish, onWish }: OrderProps) {
  const t = useTranslations('library')
  const phone = useIsPhone()
  const height = phone ? 44 : 36
  return (
    <div className="flex items-center gap-3 max-sm:w-full">
      <Segmented
        label={t('filter')}
        height={height}
        value={wish.filter}
        onChange={(filter) => onWish({ filter })}
        options={libraryFilters.map((value) => ({ value, label: t(`filters.${value}`) }))}
        className="max-sm:flex-1"
      />
      <Select
        label={t('sort')}
        height={height}
        value={wish.sort}
        onChange={(sort) => onWish({ sort })}
        options={librarySorts.map((value) => ({ value, label: t(`sorts.${value}`) }))}
        className="font-normal max-sm:min-w-0 max-sm:flex-1"
      />
    </div>
  )
}
