// How long a batch will still take, told from how fast its last rows came home. Pure.

const window = 20
const enough = 3

type Pace = {
  now: number
  /** When it last went from standing to running: what came home before says nothing of today. */
  resumedAt: number
  /** When rows were stored, in any order. */
  storedAt: readonly number[]
  /** Rows that wait or are under way. */
  left: number
}

/**
 * Milliseconds, or null while too few rows have come home to say. While nothing comes, the answer grows: it is the pace of
 * the last rows until this moment.
 */
export function remainingMs({ now, resumedAt, storedAt, left }: Pace): number | null {
  const since = storedAt.filter((at) => at > resumedAt).sort((a, b) => a - b)
  if (since.length < enough || left === 0) return null
  const last = since.slice(-window)
  const from = since.at(-window - 1) ?? resumedAt
  return (left * Math.max(0, now - from)) / last.length
}

export type RoundTime = { unit: 'seconds' | 'minutes' | 'hours'; count: number }

/** As roughly as it is known: to ten seconds, to a minute, to half an hour. Never nothing while something is left. */
export function roundTime(ms: number): RoundTime {
  const seconds = ms / 1000
  if (seconds < 85) return { unit: 'seconds', count: Math.max(10, Math.round(seconds / 10) * 10) }
  const minutes = seconds / 60
  if (minutes < 90) return { unit: 'minutes', count: Math.round(minutes) }
  return { unit: 'hours', count: Math.round(minutes / 30) / 2 }
}
