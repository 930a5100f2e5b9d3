'use client'

// The batch that is being set up: one for all tabs' pages of this one, and kept in this browser.
import { useSyncExternalStore } from 'react'
import { type BatchDraft, batchDraftSchema, emptyBatch } from './batch-draft.ts'

const storageKey = 'frisket.batch'
const pauseMs = 300

const first = emptyBatch()
let draft: BatchDraft = first
let isRead = false
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function read(): void {
  if (isRead) return
  isRead = true
  // A reload, or a way elsewhere, within the pause after the last change.
  window.addEventListener('pagehide', flushBatch)
  try {
    const kept = localStorage.getItem(storageKey)
    if (kept !== null) draft = batchDraftSchema.safeParse(JSON.parse(kept)).data ?? draft
  } catch {
    // Without storage it lives as long as the page.
  }
}

function keep(): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(draft))
  } catch {
    // Full or refused: the batch itself is not hurt by it.
  }
}

export type ChangeBatch = (change: (draft: BatchDraft) => BatchDraft) => void

export const changeBatch: ChangeBatch = (change) => {
  read()
  draft = change(draft)
  // Not put off by the next change: somebody who never rests is kept all the same.
  timer ??= setTimeout(flushBatch, pauseMs)
  for (const listener of listeners) listener()
}

/** What is kept at once, for whoever leaves the page in the same moment. */
export function flushBatch(): void {
  clearTimeout(timer)
  timer = undefined
  keep()
}

export const currentBatch = (): BatchDraft => {
  read()
  return draft
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** On the server, and in the first render in the browser, it is an empty one. */
export const useBatchDraft = (): BatchDraft => useSyncExternalStore(subscribe, currentBatch, () => first)
