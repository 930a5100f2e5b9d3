// Of an edit that showed the engine another picture beside its own, the part of the answer that is its own.
import type { Composition } from '../edits/composition.ts'
import type { RawResult } from '../edits/lifecycle.ts'
import type { Cut } from '../pixels/compose.ts'
import type { StudioPorts } from '../studio/ports.ts'
import type { Lease } from './lease.ts'

/** Null where its own picture was sent, and the answer is all of it. */
export async function cutAnswer(
  { objects, pixels }: StudioPorts,
  { edit, signal }: Lease,
  raw: RawResult,
): Promise<Cut | null> {
  const composition: Composition | null = edit.composition && JSON.parse(edit.composition)
  const plan = composition?.plan ?? null
  if (plan === null) return null
  const { scratchFolder } = objects
  return objects.withFile(raw.sha256, (answerPath) => pixels.cutBase({ answerPath, plan, scratchFolder }, signal))
}

/** The part as the raw result of its edit: from here on it is one like any other. */
export async function adoptCut({ objects }: StudioPorts, { path, width, height }: Cut): Promise<RawResult> {
  const { sha256, bytes } = await objects.adopt(path)
  return { sha256, bytes, width, height, format: 'png' }
}
