'use client'

import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { maxPromptLength } from '#lib/edits/edit.ts'
import { Section } from '../ui/section.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { useEditorSession } from './editor-session.tsx'
import { ResultLink } from './result-link.tsx'

/** What the painted part should become. Locked, but readable, while an edit runs or its answer is in doubt. */
export function PromptSection({ fieldRef }: { fieldRef: Ref<HTMLTextAreaElement> }) {
  const t = useTranslations('edit')
  const { activity } = useEditorSession()
  const summary = activity.kind === 'running' ? t('locked') : activity.kind === 'lost' ? t('kept') : <ResultLink />
  return (
    <Section title={t('prompt')} summary={summary}>
      <PromptField fieldRef={fieldRef} areaClassName="h-31" />
    </Section>
  )
}

export function PromptField(props: { fieldRef: Ref<HTMLTextAreaElement>; areaClassName: string }) {
  const { fieldRef, areaClassName } = props
  const t = useTranslations('edit')
  const { draft, changeDraft, activity } = useEditorSession()
  const held = activity.kind === 'running' || activity.kind === 'lost'
  return (
    <TextArea
      ref={fieldRef}
      label={t('prompt')}
      hideLabel
      placeholder={t('promptHint')}
      value={held ? activity.edit.prompt : draft.prompt}
      // Counts UTF-16 units where the server counts characters: a text full of emoji ends a little early.
      maxLength={maxPromptLength}
      readOnly={held}
      onChange={(event) => changeDraft({ prompt: event.target.value })}
      areaClassName={`${areaClassName} ${held ? 'bg-transparent text-text-2 shadow-[inset_0_0_0_1px_var(--line)]' : ''}`}
    />
  )
}
