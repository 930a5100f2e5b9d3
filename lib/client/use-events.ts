import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import type { BatchChange } from '../edits/batch.ts'
import type { EditView } from '../edits/edit.ts'
import { type Connection, editEvents } from './events.ts'

/** Calls `onEdit` for every change of any edit while the component is shown. */
export function useEditEvents({ onEdit, onResume }: { onEdit(edit: EditView): void; onResume?(): void }): void {
  const edit = useEffectEvent(onEdit)
  const resume = useEffectEvent(() => onResume?.())
  useEffect(() => {
    const leaveEdits = editEvents.onEdit((view) => edit(view))
    const leaveResumes = editEvents.onResume(() => resume())
    return () => {
      leaveEdits()
      leaveResumes()
    }
  }, [])
}

/** Calls `onBatch` for what changes of any batch beside its edits while the component is shown. */
export function useBatchEvents(onBatch: (change: BatchChange) => void): void {
  const told = useEffectEvent(onBatch)
  useEffect(() => editEvents.onBatch((change) => told(change)), [])
}

/** How far an edit is, 0 to 1; null until its engine says so. */
export function useProgressOf(editId: string): number | null {
  const [told, setTold] = useState<{ editId: string; share: number } | null>(null)
  useEffect(
    () => editEvents.onProgress((progress) => (progress.editId === editId ? setTold(progress) : undefined)),
    [editId],
  )
  return told?.editId === editId ? told.share : null
}

const connecting: Connection = { state: 'connecting' }

/** Whether the server can be reached; listening keeps the event stream open. */
export const useConnection = (): Connection =>
  useSyncExternalStore(editEvents.onConnection, editEvents.connection, () => connecting)
