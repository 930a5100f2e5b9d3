'use client'

import { Star } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useErrorWords } from '#lib/client/error-words.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { usePrompts, useStar } from './use-prompts.ts'

/** Starred prompts, then those of the last edits. */
export function KeptPromptList({ onUse }: { onUse(prompt: string): void }) {
  const t = useTranslations('prompts')
  const words = useErrorWords()
  const { data, error, refetch } = usePrompts()
  if (!data && error) {
    return <ErrorNote {...words(error)} actions={<Button onClick={() => void refetch()}>{t('again')}</Button>} />
  }
  if (!data) {
    return (
      <p role="status" className="flex items-center gap-2 text-text-2">
        <Spinner />
        {t('loading')}
      </p>
    )
  }
  const starred = data.starred.map(({ prompt }) => prompt)
  const recent = data.recent.filter((prompt) => !starred.includes(prompt))
  return (
    <div className="-mx-1 flex max-h-96 flex-col gap-3 overflow-y-auto px-1">
      <PromptGroup name={t('starred')} prompts={starred} nothing={t('noStarred')} onUse={onUse} />
      <PromptGroup name={t('recent')} prompts={recent} nothing={t('noRecent')} onUse={onUse} />
    </div>
  )
}

type GroupProps = { name: string; prompts: readonly string[]; nothing: string; onUse(prompt: string): void }

function PromptGroup({ name, prompts, nothing, onUse }: GroupProps) {
  const t = useTranslations('prompts')
  const star = useStar()
  return (
    <section aria-label={name}>
      <h3 className="mb-1 font-semibold">{name}</h3>
      {prompts.length === 0 ? <p className="text-meta text-text-2">{nothing}</p> : null}
      <ul className="flex flex-col">
        {prompts.map((prompt) => {
          const starred = star.isStarred(prompt)
          return (
            <li key={prompt} className="flex items-center gap-1">
              <button
                type="button"
                aria-label={t('use', { prompt })}
                onClick={() => onUse(prompt)}
                className="-ml-2 min-h-8 min-w-0 flex-1 rounded-sm px-2 py-1.5 text-left transition-colors live:hover:bg-press max-sm:min-h-11"
              >
                <span className="wrap-break-word line-clamp-2">{prompt}</span>
              </button>
              <IconButton
                label={t(starred ? 'unstarOf' : 'starOf', { prompt })}
                tooltipSide="left"
                pressed={starred}
                onClick={() => star.toggle(prompt)}
                className="live:hover:bg-press max-sm:size-11"
              >
                <Star aria-hidden="true" className={starred ? 'fill-current' : undefined} />
              </IconButton>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
