// Deleting with a way back. What is deleted leaves the list at once, and the server only when the way back has closed:
// until then nothing is lost, and nothing has to be restored. A page that is left closes it.

export type Deletions = {
  /** Ids that are no longer to be shown. The same set as long as nothing changes. */
  hidden(): ReadonlySet<string>
  subscribe(changed: () => void): () => void
  /** Hides them; the first of `undo` and `settle` counts. */
  begin(ids: readonly string[]): { undo(): void; settle(): void }
  /** Closes every way back. */
  settleAll(): void
}

type DeletionsOptions = {
  remove(id: string): Promise<void>
  onDeleted(id: string): void
  onFailed(id: string, error: unknown): void
}

/** So many requests are under way at once. */
const lanes = 4

export function createDeletions({ remove, onDeleted, onFailed }: DeletionsOptions): Deletions {
  const listeners = new Set<() => void>()
  const open = new Set<() => void>()
  let hidden: ReadonlySet<string> = new Set()
  const show = (ids: readonly string[]): void => {
    hidden = new Set([...hidden].filter((id) => !ids.includes(id)))
    for (const listener of listeners) listener()
  }

  async function removeAll(ids: readonly string[]): Promise<void> {
    const left = [...ids]
    const lane = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        try {
          await remove(id)
          onDeleted(id)
        } catch (error) {
          onFailed(id, error)
        }
        show([id])
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  return {
    hidden: () => hidden,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    begin(ids) {
      hidden = new Set([...hidden, ...ids])
      for (const listener of listeners) listener()
      const close = (end: () => void) => (): void => {
        if (!open.delete(settle)) return
        end()
      }
      const settle: () => void = () => close(() => void removeAll(ids))()
      open.add(settle)
      return { undo: close(() => show(ids)), settle }
    },
    settleAll() {
      for (const settle of [...open]) settle()
    },
  }
}
