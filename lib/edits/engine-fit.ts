// What an engine that takes prompts cannot be asked for, whatever the prompt: judged by the server before an edit is made,
// and by the pages before it is asked for.
import type { Frame } from './edit.ts'

/** `ratios` are those that it offers beside keeping the frame; null where it takes what comes. */
export type EngineAbility = { anyRatio: boolean; ratios: readonly string[] | null; needsMask: boolean }

/**
 * A ratio that it does not offer; another frame where it keeps all but the mask; no mask where it paints only into one;
 * another frame where further steps are to follow: they are judged before their picture is there, and its size is known
 * only where the frame is kept (lib/studio/request-batch.ts).
 */
export type Misfit = 'ratio' | 'frame' | 'mask' | 'steps'

export function misfitOf(
  { anyRatio, ratios, needsMask }: EngineAbility,
  { frame, masked, goesOn = false }: { frame: Frame; masked: boolean; goesOn?: boolean },
): Misfit | null {
  if (frame.kind === 'keep') return needsMask && !masked ? 'mask' : null
  if (needsMask) return 'frame'
  if (!anyRatio && ratios !== null && !ratios.includes(frame.aspectRatio)) return 'ratio'
  return goesOn ? 'steps' : null
}
