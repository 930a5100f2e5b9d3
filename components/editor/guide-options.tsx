'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useEditorSession } from './editor-session.tsx'
import { maxGuides } from './guide-lines.ts'

/** How the tool is meant, where its settings would be. */
export function GuideHint() {
  const t = useTranslations('editor.guide')
  const { guides } = useEditorSession()
  return (
    <p className="text-meta text-text-2 sm:min-w-0 sm:flex-1 sm:truncate">
      {guides.isFull ? t('full', { count: maxGuides }) : t('hint')}
    </p>
  )
}

/** The lines of the next fill: taken up from here, and taken away one by one. */
export function GuideList({ size, disabled }: { size: 'md' | 'touch'; disabled: boolean }) {
  const t = useTranslations('editor.guide')
  const { store, guides } = useEditorSession()
  const drawing = useStore(store, ({ tool, locked }) => tool === 'guide' && !locked)
  const { lines } = guides
  const height = size === 'touch' ? 'h-11' : undefined
  return (
    <>
      <Button
        size="md"
        disabled={disabled}
        aria-pressed={drawing}
        onClick={() => store.setState({ tool: drawing ? 'brush' : 'guide' })}
        className={height}
      >
        {t(drawing ? 'done' : 'draw')}
      </Button>
      {lines.length === 0 ? null : (
        <ul aria-label={t('list')} className="flex flex-col text-meta text-text-2 tabular-nums">
          {lines.map((line, index) => {
            const place = { number: index + 1, ...endsOf(line) }
            return (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list
                key={index}
                className="flex items-center gap-2"
              >
                <span className="flex-1">{t('line', place)}</span>
                <IconButton
                  label={t('remove', place)}
                  size={size}
                  disabled={disabled}
                  onClick={() => guides.remove(index)}
                >
                  <X aria-hidden="true" />
                </IconButton>
              </li>
            )
          })}
        </ul>
      )}
      {lines.length < 2 ? null : (
        <Button size="md" disabled={disabled} onClick={guides.clear} className={height}>
          {t('removeAll')}
        </Button>
      )}
    </>
  )
}

function endsOf(line: readonly { x: number; y: number }[]) {
  const [from, to] = [line[0], line[line.length - 1]]
  return {
    fromX: String(Math.round(from.x)),
    fromY: String(Math.round(from.y)),
    toX: String(Math.round(to.x)),
    toY: String(Math.round(to.y)),
  }
}
