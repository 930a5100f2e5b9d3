'use client'

import { useTranslations } from 'next-intl'
import { useEditorSession } from '../editor/editor-session.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { heatGradient, topLevels } from './heat-colours.ts'

/** Result, Engine's raw, Heat map. Nothing where there is only the result. */
export function SightSwitch({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('receipt')
  const { resultView } = useEditorSession()
  if (resultView.sights.length < 2) return null
  return (
    <Segmented
      label={t('view')}
      height={height}
      value={resultView.sight}
      onChange={resultView.look}
      options={resultView.sights.map((sight) => ({ value: sight, label: t(`sight.${sight}`) }))}
      className={height === 44 ? 'w-full [&_label]:px-1' : 'flex-none [&_label]:px-2.5'}
    />
  )
}

/** What the colours of the heat map mean, and how far they are stretched. */
export function HeatScale({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('receipt')
  const { resultView } = useEditorSession()
  if (resultView.sight !== 'heat') return null
  return (
    <div className="flex items-center gap-3 max-sm:mt-2 max-sm:justify-between">
      <Line />
      <span className="flex items-center gap-2 whitespace-nowrap text-meta text-text-2 tabular-nums">
        <span className="text-body max-lg:hidden">{t('change')}</span>0
        <i
          aria-hidden="true"
          className="h-2 w-33 rounded-[2px] shadow-[0_0_0_1px_var(--line-strong)] max-lg:w-20"
          style={{ background: heatGradient }}
        />
        {t('levelsOrMore', { count: topLevels / resultView.gain })}
      </span>
      <Line />
      <span className="flex items-center gap-2 text-text-2">
        <span className="max-lg:hidden">{t('gain')}</span>
        <Segmented
          label={t('gainName')}
          height={height}
          value={resultView.gain}
          onChange={resultView.setGain}
          options={[
            { value: 1, label: '×1' },
            { value: 4, label: '×4' },
          ]}
          className="[&_label]:px-2.5"
        />
      </span>
    </div>
  )
}

const Line = () => <span aria-hidden="true" className="h-5 w-px flex-none bg-line max-sm:hidden" />
