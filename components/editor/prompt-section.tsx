'use client'

import { useTranslations } from 'next-intl'
import { type Ref, useEffect } from 'react'
import { maxPromptLength } from '#lib/edits/edit.ts'
import { PromptHint } from '../prompts/prompt-hints.tsx'
import { PromptTools } from '../prompts/prompt-tools.tsx'
import { Section } from '../ui/section.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { longPromptLength, promptLength } from './edit-draft.ts'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { ResultLink } from './result-link.tsx'

/** What the painted part should become. Locked, but readable, while an edit runs or its answer is in doubt. */
export function PromptSection({ fieldRef }: { fieldRef: Ref<HTMLTextAreaElement> }) {
  const t = useTranslations('edit')
  const { activity } = useEditorSession()
  const summary =
    activity.kind === 'running' ? (
      t('locked')
    ) : activity.kind === 'lost' ? (
      t('kept')
    ) : (
      <div className="-mr-2 flex items-center">
        <ResultLink />
        <PromptTools />
      </div>
    )
  return (
    <Section title={t('prompt')} summary={summary}>
      <PromptField fieldRef={fieldRef} areaClassName="h-31" />
    </Section>
  )
}

export function PromptField(props: { fieldRef: Ref<HTMLTextAreaElement>; areaClassName: string }) {
  const { fieldRef, areaClassName } = props
  const t = useTranslations('edit')
  const words = useEditWords()
  const { draft, changeDraft, activity } = useEditorSession()
  const held = activity.kind === 'running' || activity.kind === 'lost'
  const length = promptLength(draft.prompt)
  const counted =
    held || length < longPromptLength
      ? undefined
      : t('promptLength', { count: words.count(length), limit: words.count(maxPromptLength) })
  // A locked field holds no key back: Escape cancels the edit that locked it.
  useEffect(() => {
    const at = document.activeElement
    if (held && at instanceof HTMLTextAreaElement && at.readOnly) at.blur()
  }, [held])
  const field = (
    <TextArea
      ref={fieldRef}
      label={t('prompt')}
      hideLabel
      placeholder={t('promptHint')}
      value={held ? activity.edit.prompt : draft.prompt}
      readOnly={held}
      hint={counted}
      error={counted !== undefined && length > maxPromptLength ? counted : null}
      onChange={(event) => changeDraft({ prompt: event.target.value })}
      areaClassName={`${areaClassName} ${held ? 'bg-transparent text-text-2 shadow-[inset_0_0_0_1px_var(--line)]' : ''}`}
    />
  )

  return (
    <>
      {field}
      {held ? null : <PromptHint prompt={draft.prompt} />}
    </>
  )
}
