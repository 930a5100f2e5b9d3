import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { type Added, type Upload, uploads } from './uploads.ts'

const none: readonly Upload[] = []

/** What is on its way into the library, oldest first. */
export const useUploads = (): readonly Upload[] => useSyncExternalStore(uploads.subscribe, uploads.list, () => none)

/** Calls back for every picture that has arrived while the component is shown. */
export function useAdded(onAdded: (added: Added) => void): void {
  const added = useEffectEvent(onAdded)
  useEffect(() => uploads.onAdded((one) => added(one)), [])
}
