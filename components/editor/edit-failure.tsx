'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { choiceFor } from '#lib/client/engine-choices.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { formatUsd } from '#lib/core/money.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Section } from '../ui/section.tsx'
import { isUndecided } from './activity.ts'
import { budgetStop } from './budget-left.ts'
import { useBudgetWords } from './budget-note.tsx'
import { editProgress } from './edit-steps.ts'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { spokenPrice } from './price.ts'
import { ProgressSteps } from './progress-steps.tsx'
import { useEditActs } from './use-edit-acts.ts'
import { useUsage } from './use-lineage.ts'

/**
 * Above the run button: what became of the last edit, what it cost, and what to do. The way on is the run button itself,
 * which sends what the panel says now; only what costs nothing has a button of its own.
 */
export function FailureNote({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const errorWords = useErrorWords()
  const { changeDraft, showEdit } = useEditorSession()
  const { busy, act, retry } = useEditActs(edit)
  const { error } = edit
  const { title, detail } = errorWords(error)
  const cost = error === null ? '' : t(`costWas.${error.charged}`, { price: formatUsd(edit.priceMicroUsd) })
  const freeRetry = error?.freeRetry === true
  const undecided = isUndecided(edit)
  const putAway = () => {
    changeDraft({ dismissedEditId: edit.id })
    showEdit(null)
  }
  return (
    <div className="mb-3 flex items-start gap-1">
      <ErrorNote
        title={title}
        detail={
          <span className="block text-meta">
            {/* Of a lost answer the words for its first hour would claim a doubt that may be decided by now. */}
            {error?.lost ? t('notSentAgain') : freeRetry ? null : detail} {cost} {t('keptNote')}
          </span>
        }
        actions={
          freeRetry || undecided ? (
            <>
              {freeRetry ? (
                <Button busy={busy === 'retry'} onClick={() => void retry(0)} className="max-sm:h-11">
                  {t('tryAgain', { price: formatUsd(0) })}
                </Button>
              ) : null}
              {undecided ? (
                <Button busy={busy === 'notCharged'} onClick={() => void act('notCharged')} className="max-sm:h-11">
                  {t('notCharged')}
                </Button>
              ) : null}
            </>
          ) : null
        }
        className="min-w-0 flex-1"
      />
      <IconButton label={t('dismiss')} onClick={putAway} className="-mt-1 -mr-2 max-sm:size-11">
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** What became of an answer that is not here. */
const lostWords = {
  lost: { region: 'lostRegion', short: 'noAnswer', step: 'lostStep', detail: 'lostDetail' },
  unreadable: { region: 'unreadable', short: 'unreadable', step: 'unreadableStep', detail: 'unreadableDetail' },
  withheld: { region: 'withheld', short: 'withheld', step: 'withheldStep', detail: 'withheldDetail' },
} as const

function becameOf({ error }: EditView): keyof typeof lostWords {
  if (error?.code === 'engine_moderated') return 'withheld'
  return error?.code === 'answer_unreadable' ? 'unreadable' : 'lost'
}

/** How far the lost edit came, as a section of the panel. */
export function LostSteps({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { steps } = editProgress(edit, Date.parse(edit.createdAt))
  const became = becameOf(edit)
  return (
    <Section title={t('editAt', { time: words.time(edit.createdAt) })}>
      <ProgressSteps
        steps={steps}
        local={edit.engine === 'local'}
        failure={t(lostWords[became].short)}
        notes={{ [steps[steps.length - 1].name]: t(lostWords[became].step) }}
      />
    </Section>
  )
}

/** Takes the panel's foot until the user decides: nothing is sent again by itself. */
export function LostAnswer({ edit, size = 'lg' }: { edit: EditView; size?: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const budgetWords = useBudgetWords()
  const { engines, changeDraft, showEdit } = useEditorSession()
  const { busy, act, retry } = useEditActs(edit)
  /** What is in doubt, and what another call costs by now. */
  const price = formatUsd(edit.priceMicroUsd)
  const today = choiceFor(engines, edit)?.priceMicroUsd ?? edit.priceMicroUsd
  const stop = budgetStop(useUsage().data, today)
  const words = lostWords[becameOf(edit)]
  // What is decided here ends as a failure of which everything has been said.
  const decide = async (name: 'dismiss' | 'notCharged') => {
    if (!(await act(name))) return
    changeDraft({ dismissedEditId: edit.id })
    showEdit(null)
  }
  return (
    <section aria-label={t(words.region)}>
      <div role="alert">
        <h3 className="font-semibold text-lead">{t('lostTitle', { price })}</h3>
        <p className="mt-1 mb-3.5 text-text-2">{t(words.detail, { price })}</p>
      </div>
      <Button
        kind="primary"
        size={size}
        busy={busy === 'retry'}
        aria-label={t('retrySpoken', spokenPrice(today))}
        disabledReason={stop && budgetWords(stop)}
        onClick={() => void retry(today)}
        className="w-full tabular-nums"
      >
        {t('retry', { price: formatUsd(today) })}
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
