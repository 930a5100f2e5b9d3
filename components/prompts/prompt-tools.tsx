'use client'

import { History, LayoutTemplate, Star } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactElement, type ReactNode, useState } from 'react'
import { isPrompt } from '#lib/edits/edit.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { notify } from '../ui/toast.tsx'
import { KeptPromptList } from './kept-prompts.tsx'
import { TemplateForm } from './template-form.tsx'
import { useStar } from './use-prompts.ts'

type PromptToolsProps = { size?: 'md' | 'touch'; className?: string }

/** Ways to a prompt: a template, one of before, and a star for the one that is there. */
export function PromptTools({ size = 'md', className }: PromptToolsProps) {
  const t = useTranslations('prompts')
  const { draft, changeDraft } = useEditorSession()
  const { prompt } = draft
  const star = useStar()
  const starred = star.isStarred(prompt)

  const use = (next: string): void => {
    changeDraft({ prompt: next })
    // What was written by hand is not lost to a press.
    if (prompt.trim() === '' || prompt === next) return
    const undo = { label: t('undo'), onSelect: () => changeDraft({ prompt }) }
    notify({ kind: 'info', id: 'prompt-replaced', title: t('replaced'), action: undo })
  }
  const button = (label: string, icon: ReactNode) => (
    <IconButton label={label} size={size}>
      {icon}
    </IconButton>
  )
  return (
    <div className={cn('flex items-center', className)}>
      <Opened trigger={button(t('templatesOpen'), <LayoutTemplate aria-hidden="true" />)} title={t('templatesOpen')}>
        {(close) => (
          <TemplateForm
            onUse={(text) => {
              use(text)
              close()
            }}
          />
        )}
      </Opened>
      <Opened trigger={button(t('recentOpen'), <History aria-hidden="true" />)} label={t('recentOpen')}>
        {(close) => (
          <KeptPromptList
            onUse={(text) => {
              use(text)
              close()
            }}
          />
        )}
      </Opened>
      <IconButton
        label={t(starred ? 'unstar' : 'star')}
        size={size}
        pressed={starred}
        disabled={!isPrompt(prompt)}
        onClick={() => star.toggle(prompt)}
        className="aria-pressed:bg-transparent"
      >
        <Star aria-hidden="true" className={starred ? 'fill-current' : undefined} />
      </IconButton>
    </div>
  )
}

type OpenedProps = { trigger: ReactElement; title?: string; label?: string; children(close: () => void): ReactNode }

function Opened({ children, ...popover }: OpenedProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover {...popover} open={open} onOpenChange={setOpen} align="end" className="w-80">
      {children(() => setOpen(false))}
    </Popover>
  )
}
