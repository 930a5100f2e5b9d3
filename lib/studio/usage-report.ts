// A period in figures, and as a table of its edits. Both are read from one moment of the database, and both add up to the
// ledger to the micro-dollar.
import { AppError } from '../core/errors.ts'
import type { MicroUsd } from '../core/money.ts'
import { atOneMoment } from '../db/copy-rows.ts'
import type { Database } from '../db/database.ts'
import { lifeOf } from '../db/edits.ts'
import { readSpend } from '../db/ledger.ts'
import type { EditRow } from '../db/schema.ts'
import {
  countEditsByDay,
  countFrames,
  countStored,
  countUnfinished,
  findAsked,
  readRounds,
  spendByDay,
  storedWithin,
} from '../db/usage.ts'
import { periodEnd, periodsOf } from '../edits/budget.ts'
import type { Frame } from '../edits/edit.ts'
import { isSettled } from '../edits/lifecycle.ts'
import {
  type DayRange,
  dayMs,
  dayOf,
  monthForecast,
  type Span,
  spanBefore,
  spanOf,
  type UsageDay,
  type UsageReport,
} from '../edits/usage-report.ts'
import type { StudioPorts } from './ports.ts'

type Ports = Pick<StudioPorts, 'db' | 'budget' | 'now'>

/** @throws AppError parameter_invalid for days that are none, run backwards, or are more than ten years */
export function readSpan(range: DayRange): Span {
  const span = spanOf(range)
  if (span === null)
    throw new AppError('parameter_invalid', { field: spanOf({ ...range, to: range.from }) ? 'to' : 'from' })
  return span
}

/** @throws AppError parameter_invalid */
export async function usageReport({ db, budget, now }: Ports, range: DayRange): Promise<UsageReport> {
  const span = readSpan(range)
  const at = now()
  const before = spanBefore(span, at)
  return atOneMoment(db, async (tx) => {
    const days = await readDays(tx, span)
    const month = await readSpend(tx, periodsOf(at).month)
    const half = await storedWithin(tx, { span, share: 0.5 })
    const most = await storedWithin(tx, { span, share: 0.95 })
    const all = [...days.values()]
    const sum = (key: Exclude<keyof Day, 'day'>): number => all.reduce((total, each) => total + each[key], 0)
    return {
      ...range,
      stored: sum('stored'),
      notFinished: sum('notFinished'),
      underWay: sum('underWay'),
      timeMs: half === null || most === null ? null : { half, most },
      chargedMicroUsd: sum('chargedMicroUsd'),
      reservedMicroUsd: sum('reservedMicroUsd'),
      unknownMicroUsd: sum('unknownMicroUsd'),
      before: {
        from: dayOf(before.start),
        to: dayOf(Math.max(before.start, before.end - 1)),
        stored: await countStored(tx, before),
      },
      days: all.map(({ underWay: _, ...day }) => day),
      frames: await countFrames(tx, span),
      unfinished: await countUnfinished(tx, span),
      month: {
        chargedMicroUsd: month.charged,
        reservedMicroUsd: month.reserved,
        unknownMicroUsd: month.unknown,
        limitMicroUsd: budget.monthMicroUsd,
        startsAgainAt: new Date(periodEnd('month', at)).toISOString(),
        forecastMicroUsd: monthForecast(month, at),
      },
    }
  })
}

type Day = UsageDay & { underWay: number }

async function readDays(db: Database, span: Span): Promise<Map<string, Day>> {
  const days = new Map<string, Day>()
  const dayAt = (day: string): Day => {
    const known = days.get(day)
    if (known) return known
    const money = { chargedMicroUsd: 0, reservedMicroUsd: 0, unknownMicroUsd: 0 }
    const fresh = { day, stored: 0, notFinished: 0, underWay: 0, ...money }
    days.set(day, fresh)
    return fresh
  }
  for (const { day, state, edits } of await countEditsByDay(db, span)) {
    dayAt(day)[state === 'done' ? 'stored' : isSettled(state) ? 'notFinished' : 'underWay'] += edits
  }
  for (const { day, charged, reserved, unknown } of await spendByDay(db, span)) {
    Object.assign(dayAt(day), { chargedMicroUsd: charged, reservedMicroUsd: reserved, unknownMicroUsd: unknown })
  }
  return new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1)))
}

const columns = [
  'day',
  'edit',
  'picture',
  'state',
  'reason',
  'engine',
  'model',
  'frame',
  'asked_at',
  'sent_at',
  'stored_at',
  'charged_usd',
  'reserved_usd',
  'unsure_usd',
] as const
type Line = Record<(typeof columns)[number], string>

/**
 * One line for each edit and reservation of the period, a day at a time. An edit that was tried again on another day stands
 * on both, as "retried" on the first. No field needs quotes: they are ids, names of our own, times and amounts.
 */
export async function* usageCsv({ db }: Pick<Ports, 'db'>, span: Span): AsyncGenerator<string> {
  yield `${columns.join(',')}\n`
  for (let start = span.start; start < span.end; start += dayMs) {
    const lines = await atOneMoment(db, (tx) => linesOf(tx, { start, end: start + dayMs }))
    if (lines.length > 0)
      yield lines.map((line) => `${columns.map((name) => csvField(line[name])).join(',')}\n`).join('')
  }
}

/** The model's name comes from the settings: whatever it holds stays one field. */
const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

async function linesOf(db: Database, span: Span): Promise<Line[]> {
  const rounds = await readRounds(db, span)
  const edits = await findAsked(db, { span, ids: [...new Set(rounds.map(({ editId }) => editId))] })
  const day = dayOf(span.start)
  const none = { charged: 0, reserved: 0, unknown: 0 }
  return edits.flatMap((edit) => {
    const own = rounds.filter(({ editId }) => editId === edit.id)
    // What is free has no reservation, and a line all the same.
    const last = own.some(({ reservedAt }) => reservedAt === edit.reserved_at)
    const free =
      !last && edit.queued_at >= span.start && edit.queued_at < span.end ? [{ ...none, reservedAt: null }] : []
    return [...own, ...free].map((round) => {
      const past = round.reservedAt !== null && round.reservedAt !== edit.reserved_at
      return lineOf(edit, { day, past, ...round })
    })
  })
}

type Told = { day: string; past: boolean; charged: MicroUsd; reserved: MicroUsd; unknown: MicroUsd }

function lineOf(edit: EditRow, { day, past, charged, reserved, unknown }: Told): Line {
  const life = lifeOf(edit)
  const frame: Frame = JSON.parse(edit.frame)
  const time = (at: number | null): string => (at === null || past ? '' : new Date(at).toISOString())
  return {
    day,
    edit: edit.id,
    picture: edit.image_id,
    state: past ? 'retried' : edit.state,
    reason: !past && (life.state === 'failed' || life.state === 'unknown') ? life.error.code : '',
    engine: edit.engine,
    model: edit.model,
    frame: frame.kind === 'keep' ? 'keep' : frame.aspectRatio,
    asked_at: time(edit.queued_at),
    sent_at: time(edit.sent_at),
    stored_at: time(edit.stored_at),
    charged_usd: decimal(charged),
    reserved_usd: decimal(reserved),
    unsure_usd: decimal(unknown),
  }
}

/** Exact: six decimals hold a micro-dollar. */
const decimal = (amount: MicroUsd): string =>
  `${Math.floor(amount / 1_000_000)}.${String(amount % 1_000_000).padStart(6, '0')}`
