'use client'

import { useCallback, useState } from 'react'
import { draftKey, type EditDraft, readDraft } from './edit-draft.ts'

export type ChangeDraft = (change: Partial<EditDraft>) => void

/** A full or forbidden store costs the draft at the next reload, and nothing now. */
const keep = (imageId: string, draft: EditDraft): void => {
  try {
    localStorage.setItem(draftKey(imageId), JSON.stringify(draft))
  } catch {
    return
  }
}

const kept = (imageId: string): EditDraft | null => {
  try {
    return readDraft(localStorage.getItem(draftKey(imageId)))
  } catch {
    return null
  }
}

/** The draft of an image that is opened next: as it was left, ready for its next edit. */
export const continueDraft = (imageId: string, fresh: EditDraft): void =>
  keep(imageId, { ...(kept(imageId) ?? fresh), continued: true })

/** The draft of one image, kept in this browser with every change. `fresh` is where an image without one starts. */
export function useDraft(imageId: string, fresh: EditDraft): [EditDraft, ChangeDraft] {
  const [held, setHeld] = useState(() => ({ imageId, draft: kept(imageId) ?? fresh }))
  let current = held
  if (held.imageId !== imageId) {
    current = { imageId, draft: kept(imageId) ?? fresh }
    setHeld(current)
  }
  const changeDraft = useCallback<ChangeDraft>(
    (change) =>
      setHeld((before) => {
        const draft = { ...(before.imageId === imageId ? before.draft : (kept(imageId) ?? fresh)), ...change }
        keep(imageId, draft)
        return { imageId, draft }
      }),
    [imageId, fresh],
  )
  return [current.draft, changeDraft]
}
