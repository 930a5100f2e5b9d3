'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { localEngineId } from '#lib/edits/edit.ts'
import { useEditorSession } from './editor-session.tsx'
import { EngineSelect } from './engine-select.tsx'

/** The engine of the next edit. */
export function EngineRow({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('edit')
  const { engines, engine, changeDraft } = useEditorSession()
  if (engine === null) return null
  return (
    <div className={`flex items-center ${height === 44 ? 'h-11' : 'h-8'}`}>
      <span aria-hidden="true" className="flex-1 text-text-2">
        {t('engine')}
      </span>
      <EngineSelect
        choices={engines}
        chosen={engine}
        onChoose={({ id, model }) => changeDraft({ engine: id, model })}
        look="plain"
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
  const missing = engines.length > 0 && !engines.some(({ id, available }) => id !== localEngineId && available)
  if (!missing) return null
  return (
    <p className="mb-2 text-meta text-text-3">
      {t.rich('fluxMissing', {
        settings: (words) => (
          <Link href="/settings" className="text-text-2 underline underline-offset-2 hover:text-text-1">
            {words}
          </Link>
        ),
      })}
    </p>
  )
}
