'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { isPrompt } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { TextArea } from '../ui/text-area.tsx'
import type { BatchDraft } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'

/** One prompt for the rows that have none, as pairs of a file have. */
export function PromptForAll({ draft: { rows } }: { draft: BatchDraft }) {
  const t = useTranslations('batch')
  const compose = useTranslations('compose')
  const without = rows.filter(({ prompt }) => prompt.trim() === '')
  const pairs = without.some(({ reference }) => reference !== null)
  const [text, setText] = useState<string | null>(null)
  if (without.length < 2) return null
  const offered = pairs ? compose('template.pattern', { reference: compose('on.left'), base: compose('on.right') }) : ''
  const prompt = text ?? offered
  const use = () =>
    changeBatch((draft) => ({
      ...draft,
      rows: draft.rows.map((row) => (row.prompt.trim() === '' ? { ...row, prompt: prompt.trim() } : row)),
    }))
  return (
    <div className="mt-4 flex items-end gap-3 rounded-lg bg-raise p-3 max-sm:flex-col max-sm:items-stretch">
      <TextArea
        label={t('promptForAll', { count: without.length })}
        value={prompt}
        onChange={(event) => setText(event.target.value)}
        className="flex-1"
        areaClassName="h-16"
      />
      <Button kind="outline" onClick={use} disabledReason={isPrompt(prompt) ? null : t('obstacle.prompts')}>
        {t('useForAll', { count: without.length })}
      </Button>
    </div>
  )
}
