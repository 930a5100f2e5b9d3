// Which edits were started in this tab: only they may take its page to their result. Kept over a reload, and no longer
// than the tab.
import type { EditView } from '#lib/edits/edit.ts'

const key = 'frisket.runs'
const most = 50
const inMemory = new Set<string>()

/** A full or forbidden store costs the list at the next reload, and nothing now. */
const kept = (): string[] => {
  try {
    return sessionStorage.getItem(key)?.split(' ') ?? []
  } catch {
    return []
  }
}

export function rememberRun(editId: string): void {
  if (isOwnRun(editId)) return
  inMemory.add(editId)
  try {
    sessionStorage.setItem(key, [...kept(), editId].slice(-most).join(' '))
  } catch {
    return
  }
}

export const isOwnRun = (editId: string): boolean => inMemory.has(editId) || kept().includes(editId)

/** @param own whether this tab started it, or was opened on its progress */
type Stored = { edit: EditView; imageId: string; own: boolean }

/** True where a stored edit takes the page to its version: it is this tab's alone, its picture is open, nobody cancelled it. */
export const takesPage = ({ edit, imageId, own }: Stored): boolean =>
  own && edit.imageId === imageId && edit.cancelRequestedAt === null && edit.variationSetId === null
