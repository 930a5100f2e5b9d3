import type { Correction } from './edit.ts'

/** Whether what was found is taken back: `auto` where it is sure, `on` wherever anything was found. */
export function isApplied(found: { sure: boolean; confidence: number }, wish: Correction): boolean {
  if (wish === 'off') return false
  return found.sure || (wish === 'on' && found.confidence > 0)
}
