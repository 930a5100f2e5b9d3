'use client'

import { Check, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '../ui/class-names.ts'
import type { Step, StepName } from './edit-steps.ts'
import { useEditWords } from './edit-words.ts'

type ProgressStepsProps = {
  steps: readonly Step[]
  /** One line under a step: what is awaited, what went wrong. */
  notes: Partial<Record<StepName, string>>
  /** The title of the failed step. */
  failure: string
  /** Nothing leaves this machine, so the steps do not say that anything was sent. */
  local: boolean
  /** For a phone, where the picture needs the room. */
  dense?: boolean
}

/** The four steps with their times: done, now, to come, failed. */
export function ProgressSteps({ steps, notes, failure, local, dense = false }: ProgressStepsProps) {
  const t = useTranslations('edit')
  const words = useEditWords()
  return (
    <ol aria-label={t('progress')} className="flex flex-col">
      {steps.map(({ name, state, ms }) => (
        <li
          key={name}
          aria-current={state === 'now' ? 'step' : undefined}
          className={cn(
            'relative flex gap-3 last:pb-0',
            dense ? 'pb-3' : 'pb-3.5',
            "not-last:after:absolute not-last:after:top-5 not-last:after:-bottom-px not-last:after:left-[8.25px] not-last:after:w-[1.5px] not-last:after:bg-line-strong not-last:after:content-['']",
            state === 'done' && 'not-last:after:bg-text-2',
            state === 'todo' && 'text-text-2',
          )}
        >
          <StepMark state={state} />
          <span className="min-w-0 flex-1">
            <span className={cn('block font-medium', state === 'failed' && 'text-bad')}>
              {state === 'failed' ? failure : t(`${local ? 'stepLocal' : 'step'}.${name}`)}
            </span>
            {notes[name] ? <span className="block text-meta text-text-2">{notes[name]}</span> : null}
          </span>
          {ms !== null ? (
            <span className="text-meta text-text-2 leading-5 tabular-nums">
              {t('seconds', { value: words.seconds(ms) })}
            </span>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

function StepMark({ state }: { state: Step['state'] }) {
  const round = 'z-1 mt-px flex size-4.5 flex-none items-center justify-center rounded-full'
  switch (state) {
    case 'done':
      return (
        <span aria-hidden="true" className={`${round} bg-text-1 text-chrome`}>
          <Check className="size-3 stroke-3" />
        </span>
      )
    case 'now':
      return (
        <span aria-hidden="true" className={`${round} bg-chrome shadow-[inset_0_0_0_2px_var(--text-1)]`}>
          <i className="size-2 rounded-full bg-text-1" />
        </span>
      )
    case 'todo':
      return <span aria-hidden="true" className={`${round} bg-chrome shadow-[inset_0_0_0_1.5px_var(--line-strong)]`} />
    case 'failed':
      return (
        <span aria-hidden="true" className={`${round} bg-chrome text-bad`}>
          <TriangleAlert className="size-4.5" />
        </span>
      )
  }
}
