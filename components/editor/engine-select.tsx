'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { EngineChoice } from '#lib/client/engine-choices.ts'
import { formatUsd } from '#lib/core/money.ts'
import { localEngineId } from '#lib/edits/edit.ts'
import { Select } from '../ui/select.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'

const keyOf = ({ id, model }: EngineChoice): string => `${id} ${model}`

/** Which engine edits, and with which of its models; one that is not set up is listed with its reason. */
export function EngineSelect({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { engines, engine, changeDraft } = useEditorSession()
  if (engine === null) return null
  const byPrompt = engines.filter(({ id }) => id !== localEngineId)
  const noteOf = ({ id, available, use, engineLabel, priceMicroUsd }: EngineChoice): string | undefined => {
    if (id === localEngineId) return t('engineLocalNote')
    if (!available) return t('engineNotReady')
    if (byPrompt.length === 1) return undefined
    const facts = { engine: engineLabel, price: formatUsd(priceMicroUsd) }
    return t(use === 'draft' ? 'engineDraftFacts' : 'engineFacts', facts)
  }
  return (
    <div className={`flex items-center ${height === 44 ? 'h-11' : 'h-8'}`}>
      <span aria-hidden="true" className="flex-1 text-text-2">
        {t('engine')}
      </span>
      <Select
        label={t('engine')}
        look="plain"
        value={keyOf(engine)}
        onChange={(key) => {
          const chosen = engines.find((choice) => keyOf(choice) === key)
          if (chosen) changeDraft({ engine: chosen.id, model: chosen.model })
        }}
        options={engines.map((choice) => ({
          value: keyOf(choice),
          label: words.engine({ engine: choice.id, model: choice.model }),
          note: noteOf(choice),
          disabled: !choice.available,
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
