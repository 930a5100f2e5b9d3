'use client'

import { useEffect, useState } from 'react'
import type { Guide } from '#lib/fill/guides.ts'
import type { EditDraft } from './edit-draft.ts'
import type { EditorStore } from './editor-store.ts'
import { changed, type GuideLines, guidesOf, maxGuides, noHistory, stepped, withGuides } from './guide-lines.ts'
import type { ChangeDraft } from './use-draft.ts'

/** The lines along which edges continue through the hole; of the draft, and drawn by the tool of that name. */
export type Guides = {
  /** Whether the next edit is a fill: nothing else knows what to do with a line. */
  offered: boolean
  lines: GuideLines
  canUndo: boolean
  canRedo: boolean
  /** Beyond 16 nothing more is taken. */
  isFull: boolean
  add(line: Guide): void
  remove(index: number): void
  clear(): void
  undo(): void
  redo(): void
}

type GuidesOptions = {
  imageId: string
  offered: boolean
  draft: EditDraft
  changeDraft: ChangeDraft
  store: EditorStore
}

export function useGuides({ imageId, offered, draft, changeDraft, store }: GuidesOptions): Guides {
  const lines = guidesOf(draft.operations.fill)
  const [kept, setKept] = useState({ imageId, history: noHistory })
  const history = kept.imageId === imageId ? kept.history : noHistory
  const keep = (history: typeof noHistory, next: GuideLines) => {
    setKept({ imageId, history })
    changeDraft({ operations: { ...draft.operations, fill: withGuides(draft.operations.fill, next) } })
  }
  const change = (next: GuideLines) => keep(changed(history, lines), next)
  const step = (way: 'undo' | 'redo') => {
    const done = stepped(history, lines, way)
    if (done) keep(done.history, done.lines)
  }

  // Without a fill the tool would draw lines that nobody sees.
  useEffect(() => {
    if (!offered && store.getState().tool === 'guide') store.setState({ tool: 'brush' })
  }, [offered, store])

  return {
    offered,
    lines,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    isFull: lines.length >= maxGuides,
    add: (line) => {
      if (lines.length < maxGuides) change([...lines, line])
    },
    remove: (index) => change(lines.filter((_, at) => at !== index)),
    clear: () => change([]),
    undo: () => step('undo'),
    redo: () => step('redo'),
  }
}
