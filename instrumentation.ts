// Next calls this once in every server process, before the first request: the studio starts here.
import { startStudio } from './scripts/studio-start.ts'

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startWeb } = await import('./lib/container.ts')
  await startStudio(startWeb)
}
