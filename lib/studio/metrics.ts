// What an operator watches, in Prometheus' text format, read from the database: whichever node is asked, the answer is
// about the whole studio, and a restart loses nothing. "Recent" is the last hour.

import { pendingDeadlines } from '../db/claims.ts'
import type { Database } from '../db/database.ts'
import { isLate } from '../edits/deadline.ts'
import type { StudioPorts } from './ports.ts'
import { type PeriodUsage, usage } from './usage.ts'

const recentMs = 3_600_000
const dollars = (microUsd: number): number => microUsd / 1e6

type Sample = { labels?: Record<string, string>; value: number }
type Metric = { name: string; help: string; samples: Sample[] }

export async function metricsText(ports: Pick<StudioPorts, 'db' | 'budget' | 'now'>): Promise<string> {
  const { db } = ports
  const now = ports.now()
  const metrics = [
    ...(await editMetrics(db, now)),
    ...(await stepMetrics(db, now)),
    await attemptMetric(db, now),
    ...spendMetrics(await usage(ports)),
    ...(await storageMetrics(db)),
  ]
  return metrics.map(textOf).join('')
}

async function editMetrics(db: Database, now: number): Promise<Metric[]> {
  const counts = await db
    .selectFrom('edits')
    .select(['engine', 'state', (eb) => eb.fn.countAll<number>().as('n')])
    .groupBy(['engine', 'state'])
    .execute()
  const oldest = await db
    .selectFrom('edits')
    .select((eb) => eb.fn.min('queued_at').as('at'))
    .where('state', '=', 'queued')
    .where('due_at', '<=', now)
    .executeTakeFirst()
  const deadlines = await pendingDeadlines(db)
  return [
    {
      name: 'frisket_edits',
      help: 'Edits by engine and state.',
      samples: counts.map(({ engine, state, n }) => ({ labels: { engine, state }, value: Number(n) })),
    },
    {
      name: 'frisket_queue_age_seconds',
      help: 'How long the oldest edit that could be sent has waited; 0 where none waits.',
      samples: [{ value: oldest?.at ? Math.max(now - oldest.at, 0) / 1000 : 0 }],
    },
    {
      name: 'frisket_deadline_slack_seconds',
      help: 'Until the first address of a paid result expires, less a minute; absent where nothing is fetched.',
      samples: deadlines.length > 0 ? [{ value: (deadlines[0] - now) / 1000 }] : [],
    },
    {
      name: 'frisket_results_late',
      help: 'Paid results that have not been fetched nine minutes after their answer; above 0 somebody should look.',
      samples: [{ value: deadlines.filter((deadline) => isLate(deadline, now)).length }],
    },
  ]
}

async function stepMetrics(db: Database, now: number): Promise<Metric[]> {
  const row = await db
    .selectFrom('edits')
    .select((eb) => [
      eb.fn.countAll<number>().as('n'),
      eb.fn.sum<number>(eb('sent_at', '-', eb.ref('queued_at'))).as('queued'),
      eb.fn.sum<number>(eb('received_at', '-', eb.ref('sent_at'))).as('engine'),
      eb.fn.sum<number>(eb('stored_at', '-', eb.ref('received_at'))).as('storing'),
    ])
    .where('created_at', '>', now - recentMs)
    .where('state', '=', 'done')
    .executeTakeFirstOrThrow()
  const done = Number(row.n)
  const steps = { queued: row.queued, engine: row.engine, storing: row.storing }
  return [
    {
      name: 'frisket_recent_done',
      help: 'Edits of the last hour that are done.',
      samples: [{ value: done }],
    },
    {
      name: 'frisket_recent_step_seconds',
      help: 'How long each step of them took on average: waiting to be sent, the engine, and all after its answer.',
      samples: Object.entries(steps).map(([step, sumMs]) => ({
        labels: { step },
        value: done === 0 ? 0 : Number(sumMs ?? 0) / done / 1000,
      })),
    },
  ]
}

async function attemptMetric(db: Database, now: number): Promise<Metric> {
  const rows = await db
    .selectFrom('attempts')
    .select(['engine', 'state', (eb) => eb.fn.countAll<number>().as('n')])
    .where('started_at', '>', now - recentMs)
    .groupBy(['engine', 'state'])
    .execute()
  return {
    name: 'frisket_recent_calls',
    help: 'Calls of the last hour by engine and how they ended; deferred, refused and lost are the provider’s errors.',
    samples: rows.map(({ engine, state, n }) => ({ labels: { engine, state }, value: Number(n) })),
  }
}

function spendMetrics(periods: Record<'day' | 'month', PeriodUsage>): Metric[] {
  const all = Object.entries(periods)
  return [
    {
      name: 'frisket_spend_dollars',
      help: 'Money of this UTC day and month by what became of it; unknown counts as spent.',
      samples: all.flatMap(([period, { chargedMicroUsd, reservedMicroUsd, unknownMicroUsd }]) => [
        { labels: { period, kind: 'charged' }, value: dollars(chargedMicroUsd) },
        { labels: { period, kind: 'reserved' }, value: dollars(reservedMicroUsd) },
        { labels: { period, kind: 'unknown' }, value: dollars(unknownMicroUsd) },
      ]),
    },
    {
      name: 'frisket_budget_dollars',
      help: 'The limits, where they are set.',
      samples: all.flatMap(([period, { limitMicroUsd }]) =>
        limitMicroUsd === null ? [] : [{ labels: { period }, value: dollars(limitMicroUsd) }],
      ),
    },
  ]
}

async function storageMetrics(db: Database): Promise<Metric[]> {
  const rows = await db
    .selectFrom('images')
    .select(['kind', (eb) => eb.fn.countAll<number>().as('n'), (eb) => eb.fn.sum<number>('bytes').as('bytes')])
    .groupBy('kind')
    .execute()
  return [
    {
      name: 'frisket_images',
      help: 'Pictures by kind.',
      samples: rows.map(({ kind, n }) => ({ labels: { kind }, value: Number(n) })),
    },
    {
      name: 'frisket_image_bytes',
      help: 'Bytes of their files, without the uploads’ originals.',
      samples: rows.map(({ kind, bytes }) => ({ labels: { kind }, value: Number(bytes) })),
    },
  ]
}

function textOf({ name, help, samples }: Metric): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text.replace(/["\\\n]/g, '_')}"`)
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
}
