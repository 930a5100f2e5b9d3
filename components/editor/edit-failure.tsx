'use client'

import { useTranslations } from 'next-intl'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Section } from '../ui/section.tsx'
import { editProgress } from './edit-steps.ts'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { spokenPrice } from './price.ts'
import { ProgressSteps } from './progress-steps.tsx'
import { useEditActs } from './use-edit-acts.ts'

/** Above the run button: what became of the last edit, what it cost, and the way on. Mask and prompt are as they were. */
export function FailureNote({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const errorWords = useErrorWords()
  const { changeDraft } = useEditorSession()
  const { busy, act } = useEditActs(edit)
  const price = formatUsd(edit.priceMicroUsd)
  const { title, detail } = errorWords(edit.error)
  const cost = edit.error === null ? '' : t(`costWas.${edit.error.charged}`, { price })
  return (
    <ErrorNote
      title={title}
      detail={
        <>
          {detail ? <span className="block">{detail}</span> : null}
          <span className="block">
            {cost} {t('keptNote')}
          </span>
        </>
      }
      actions={
        <>
          <Button busy={busy === 'retry'} onClick={() => void act('retry')} className="max-sm:h-11">
            {t('tryAgain', { price })}
          </Button>
          <Button kind="ghost" onClick={() => changeDraft({ dismissedEditId: edit.id })} className="max-sm:h-11">
            {t('dismiss')}
          </Button>
        </>
      }
      className="mb-4"
    />
  )
}

/** How far the lost edit came, as a section of the panel. */
export function LostSteps({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { steps } = editProgress(edit, Date.parse(edit.createdAt))
  return (
    <Section title={t('editAt', { time: words.time(edit.createdAt) })}>
      <ProgressSteps steps={steps} failure={t('noAnswer')} notes={{ [steps[steps.length - 1].name]: t('lostStep') }} />
    </Section>
  )
}

/** Takes the panel's foot until the user decides: nothing is sent again by itself. */
export function LostAnswer({ edit, size = 'lg' }: { edit: EditView; size?: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const { changeDraft } = useEditorSession()
  const { busy, act } = useEditActs(edit)
  const price = formatUsd(edit.priceMicroUsd)
  // What is decided here ends as a failure of which everything has been said.
  const decide = async (name: 'dismiss' | 'notCharged') => {
    if (await act(name)) changeDraft({ dismissedEditId: edit.id })
  }
  return (
    <section aria-label={t('lostRegion')}>
      <div role="alert">
        <h3 className="font-semibold text-lead">{t('lostTitle', { price })}</h3>
        <p className="mt-1 mb-3.5 text-text-2">{t('lostDetail', { price })}</p>
      </div>
      <Button
        kind="primary"
        size={size}
        busy={busy === 'retry'}
        aria-label={t('retrySpoken', spokenPrice(edit.priceMicroUsd))}
        onClick={() => void act('retry')}
        className="w-full tabular-nums"
      >
        {t('retry', { price })}
        <span className="font-normal text-meta">{t('retryAgain')}</span>
      </Button>
      <div className="mt-2 flex gap-2">
        <Button
          busy={busy === 'notCharged'}
          onClick={() => void decide('notCharged')}
          className="flex-[1.5] max-sm:h-11"
        >
          {t('notCharged')}
        </Button>
        <Button
          kind="ghost"
          busy={busy === 'dismiss'}
          onClick={() => void decide('dismiss')}
          className="flex-1 text-text-1 max-sm:h-11"
        >
          {t('dismiss')}
        </Button>
      </div>
      <p className="mt-2.5 text-meta text-text-3">{t('lookFirst')}</p>
    </section>
  )
}
