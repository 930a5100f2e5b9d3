'use client'

import { useTranslations } from 'next-intl'
import { useEditorSession } from '../editor/editor-session.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { type Refining, type Show, shows } from './use-refine.ts'

/** Preview, Film, or the version as it is. */
export function ShowSwitch({ refining, height = 32 }: { refining: Refining; height?: 32 | 44 }) {
  const t = useTranslations('refine')
  const { version } = useEditorSession()
  return (
    <div className="flex items-center gap-2">
      <span aria-hidden="true" className="text-text-2 max-lg:hidden">
        {t('show')}
      </span>
      <Segmented<Show>
        label={t('show')}
        height={height}
        value={refining.show}
        onChange={refining.look}
        options={shows.map((show) => ({
          value: show,
          label: show === 'version' ? `v${version.number}` : t(`shows.${show}`),
        }))}
        className={height === 44 ? 'w-full' : 'flex-none [&_label]:px-2.5'}
      />
    </div>
  )
}
