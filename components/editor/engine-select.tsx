'use client'

import { useTranslations } from 'next-intl'
import type { EngineChoice } from '#lib/client/engine-choices.ts'
import { formatUsd } from '#lib/core/money.ts'
import { localEngineId } from '#lib/edits/edit.ts'
import { Select } from '../ui/select.tsx'
import { useEditWords } from './edit-words.ts'

const keyOf = ({ id, model }: EngineChoice): string => `${id} ${model}`

type EngineSelectProps = {
  choices: readonly EngineChoice[]
  chosen: EngineChoice
  onChoose(choice: EngineChoice): void
  look?: 'plain' | 'filled'
  height?: 32 | 44
  className?: string
}

/** Which engine edits, and with which of its models; one that is not set up is listed with its reason. */
export function EngineSelect({ choices, chosen, onChoose, ...looks }: EngineSelectProps) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const byPrompt = choices.filter(({ id }) => id !== localEngineId)
  const noteOf = ({ id, available, use, engineLabel, priceMicroUsd }: EngineChoice): string | undefined => {
    if (id === localEngineId) return t('engineLocalNote')
    if (!available) return t('engineNotReady')
    const isFree = priceMicroUsd === 0
    if (byPrompt.length === 1 && !isFree) return undefined
    const facts = { engine: engineLabel, price: isFree ? t('engineFree') : formatUsd(priceMicroUsd) }
    return t(use === 'draft' ? 'engineDraftFacts' : 'engineFacts', facts)
  }
  return (
    <Select
      label={t('engine')}
      value={keyOf(chosen)}
      onChange={(key) => {
        const choice = choices.find((one) => keyOf(one) === key)
        if (choice) onChoose(choice)
      }}
      options={choices.map((choice) => ({
        value: keyOf(choice),
        label: words.engine({ engine: choice.id, model: choice.model }),
        note: noteOf(choice),
        disabled: !choice.available,
      }))}
      {...looks}
    />
  )
}
