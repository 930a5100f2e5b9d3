'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useProgressOf } from '#lib/client/use-events.ts'
import { type EditErrorCode, isEnginePauseCode } from '#lib/core/errors.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { clockTime, editProgress, lateResult, queueWait } from './edit-steps.ts'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { ProgressSteps } from './progress-steps.tsx'
import { useEditActs } from './use-edit-acts.ts'
import { useServerNow } from './use-now.ts'

const deferral = (code: EditErrorCode) =>
  code === 'engine_busy' || code === 'engine_unreachable' || code === 'answer_lost'
    ? code
    : ('preparation_failed' as const)

/** How a queued edit waits: put off for some seconds, until its engine goes on, or for its turn. */
function useQueueWords() {
  const t = useTranslations('edit')
  return (edit: EditView, wait: ReturnType<typeof queueWait>): string => {
    if (wait) return t(`deferred.${deferral(wait.code)}`, { seconds: wait.seconds })
    return t(isEnginePauseCode(edit.deferred?.code) ? 'stepWaitsEngine' : 'stepWaitsQueued')
  }
}

/** The panel's foot while an edit is under way. On a phone no higher than the sheet: the preview lies on the picture above it. */
export function EditProgress({ edit, size = 'lg' }: { edit: EditView; size?: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { tree } = useEditorSession()
  const now = useServerNow(100)
  const { busy, act } = useEditActs(edit)
  const { steps, elapsedMs, slow } = editProgress(edit, now)
  const late = lateResult(edit, now)
  const local = edit.engine === 'local'
  const share = useProgressOf(edit.id)
  const worksHere =
    share === null ? t('stepWorksHere') : t('stepWorksHereShare', { percent: String(Math.floor(share * 100)) })
  const wait = queueWait(edit, now)
  const queueWords = useQueueWords()
  const tile = tree.tiles.find(({ key }) => key === edit.id)
  const current = steps.find(({ state }) => state === 'now')?.name
  const last = steps.findLast(({ state }) => state === 'done')?.name

  return (
    <>
      <div className="flex items-baseline gap-2">
        <h3 className="flex-1 font-semibold text-lead">{t(edit.state === 'queued' ? 'step.queued' : 'editing')}</h3>
        <span aria-hidden="true" className="text-title tabular-nums tracking-[-0.01em]">
          {clockTime(elapsedMs)}
        </span>
      </div>
      <p
        role="status"
        className={cn('text-meta', size === 'touch' ? 'mb-2' : 'mb-3 min-h-4', late ? 'text-warn' : 'text-text-2')}
      >
        {late ? t(`resultLate.${late.kind}`, { time: words.time(late.expiresAt) }) : slow ? t('slow') : null}
      </p>
      {/* Only the step, never the seconds: a reader must not hear every tick. */}
      <p aria-live="polite" className="sr-only">
        {wait ? t(`deferredSpoken.${deferral(wait.code)}`) : last ? t(`${local ? 'stepLocal' : 'step'}.${last}`) : null}
      </p>
      <ProgressSteps
        steps={steps}
        local={local}
        dense={size === 'touch'}
        failure={t('noAnswer')}
        notes={{
          ...(current === 'queued' ? { queued: queueWords(edit, wait) } : {}),
          ...(current === 'received'
            ? {
                received: local ? worksHere : t('stepWaitsReceived', { engine: words.engine(edit) }),
              }
            : {}),
          stored:
            current === 'stored'
              ? t('stepWaitsStored')
              : tile?.kind === 'running' && size !== 'touch'
                ? t('willBeSaved', { number: tile.number })
                : undefined,
        }}
      />
      <Button
        kind="outline"
        size={size}
        icon={<X aria-hidden="true" />}
        aria-label={t('cancelName')}
        shortcut="Escape"
        busy={busy === 'cancel'}
        disabled={edit.state === 'done'}
        onClick={() => void act('cancel')}
        className={cn('w-full', size === 'touch' ? 'mt-3' : 'mt-4')}
      >
        {t('cancel')}
        <span aria-hidden="true" className="font-normal text-meta text-text-2 max-sm:hidden">
          Esc
        </span>
      </Button>
      <p className="mt-2 text-center text-meta text-text-3">
        {t(edit.state === 'queued' ? 'cancelFree' : edit.priceMicroUsd > 0 ? 'cancelPaid' : 'cancelLocal')}
      </p>
    </>
  )
}
