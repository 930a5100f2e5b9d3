import { createHash } from 'node:crypto'
import { AppError } from '../core/errors.ts'
import { listRecentPrompts, listStarredPrompts, starPrompt, unstarPrompt } from '../db/prompts.ts'
import { isPrompt } from '../edits/edit.ts'
import type { StudioPorts } from './ports.ts'

const mostRecent = 30
const mostStarred = 500

export type StarredPrompt = { id: string; prompt: string }
export type PromptsView = { recent: string[]; starred: StarredPrompt[] }

export const keptPrompts = async ({ db }: Pick<StudioPorts, 'db'>): Promise<PromptsView> => ({
  recent: await listRecentPrompts(db, mostRecent),
  starred: await listStarredPrompts(db, mostStarred),
})

/**
 * The same prompt is starred once, however often it is asked for.
 * @throws AppError prompt_invalid
 */
export async function star(
  { db, newId, now }: Pick<StudioPorts, 'db' | 'newId' | 'now'>,
  prompt: string,
): Promise<StarredPrompt> {
  if (!isPrompt(prompt)) throw new AppError('prompt_invalid', { field: 'prompt' })
  const sha256 = createHash('sha256').update(prompt).digest('hex')
  return { id: await starPrompt(db, { id: newId(), sha256, prompt, created_at: now() }), prompt }
}

/** @throws AppError not_found */
export async function unstar({ db }: Pick<StudioPorts, 'db'>, id: string): Promise<void> {
  if (!(await unstarPrompt(db, id))) throw new AppError('not_found')
}
