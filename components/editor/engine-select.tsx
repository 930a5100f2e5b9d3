'use client'

import { useTranslations } from 'next-intl'
import { Select } from '../ui/select.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'

/** Which engine edits; one that is not set up is listed with its reason. */
export function EngineSelect({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { engines, engine, changeDraft } = useEditorSession()
  if (engine === null) return null
  return (
    <div className={`flex items-center ${height === 44 ? 'h-11' : 'h-8'}`}>
      <span aria-hidden="true" className="flex-1 text-text-2">
        {t('engine')}
      </span>
      <Select
        label={t('engine')}
        look="plain"
        value={engine.id}
        onChange={(id) => changeDraft({ engine: id })}
        options={engines.map((info) => ({
          value: info.id,
          label: words.engine({ engine: info.id, model: info.model }),
          note: info.available ? (info.id === 'local' ? t('engineLocalNote') : undefined) : t('engineNotReady'),
          disabled: !info.available,
        }))}
        height={height}
        className="-mr-2"
      />
    </div>
  )
}

/** One quiet line where editing by prompt is not set up. */
export function MissingEngineLine() {
  const t = useTranslations('edit')
  const { engines } = useEditorSession()
  const flux = engines.find(({ id }) => id === 'flux')
  if (!flux || flux.available) return null
  return <p className="mb-2 text-meta text-text-3">{t('fluxMissing')}</p>
}
