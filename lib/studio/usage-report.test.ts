// The page's figures and the table are held against the ledger, line by line, on either database.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../db/database.fixture.ts'
import type { Database } from '../db/database.ts'
import { editRow } from '../db/edit-row.fixture.ts'
import { advanceEdit, insertEdit, lifeOf } from '../db/edits.ts'
import { readSpend, reserve } from '../db/ledger.ts'
import type { EditsTable } from '../db/schema.ts'
import type { LifeEvent } from '../edits/lifecycle.ts'
import { dayMs, dayOf } from '../edits/usage-report.ts'
import { readSpan, usageCsv, usageReport } from './usage-report.ts'

const noon = (day: number): number => Date.UTC(2026, 10, day, 12)
const now = noon(22)
const budget = { dayMicroUsd: null, monthMicroUsd: 150_000_000 }
const raw = { sha256: 'a', width: 1, height: 1, format: 'png', bytes: 1 } as const

describe.each(databaseKinds)('on %s', (kind) => {
  let databases: TestDatabase
  let db: Database
  beforeAll(async () => {
    databases = await openTestDatabase(kind)
  })
  afterAll(() => databases.close())
  beforeEach(async () => {
    db = await databases.fresh()
  })

  const ports = () => ({ db, budget, now: () => now })
  const report = (from: string, to: string) => usageReport(ports(), { from, to })

  async function ask(at: number, change: Partial<EditsTable> = {}): Promise<string> {
    const edit = editRow(at, change)
    await db.transaction().execute(async (tx) => {
      await reserve(tx, {
        editId: edit.id,
        amount: edit.price_micro_usd,
        at,
        budget: { dayMicroUsd: null, monthMicroUsd: null },
      })
      await insertEdit(tx, edit)
    })
    return edit.id
  }

  const advance = (id: string, event: LifeEvent, at: number) =>
    db
      .transaction()
      .execute((tx) => advanceEdit(tx, { id, fence: null, event, at, attemptId: 'a', change: changeOf(event, at) }))

  const changeOf = (event: LifeEvent, at: number) =>
    event.kind === 'send' ? { sent_at: at } : event.kind === 'finish' ? { stored_at: at } : {}

  const send = (id: string, at: number) => advance(id, { kind: 'send', attemptId: 'a' }, at)

  async function store(id: string, at: number, tookMs = 10_000): Promise<void> {
    await send(id, at)
    await advance(
      id,
      { kind: 'answer', attemptId: 'a', source: { kind: 'object', sha256: 'a' }, deadlineAt: at },
      at + 1,
    )
    await advance(id, { kind: 'fetch', raw }, at + 2)
    await advance(id, { kind: 'finish' }, at + tookMs)
  }

  async function retry(id: string, at: number, price: number): Promise<void> {
    await db.transaction().execute(async (tx) => {
      await reserve(tx, { editId: id, amount: price, at, budget: { dayMicroUsd: null, monthMicroUsd: null } })
      const change = { price_micro_usd: price, reserved_at: at, queued_at: at, sent_at: null, stored_at: null }
      await advanceEdit(tx, { id, fence: null, event: { kind: 'retry', now: at }, at, attemptId: null, change })
    })
  }

  /** The ledger replayed line by line: what each day's reservations came to, as somebody with a pencil would. */
  async function replay() {
    const lines = await db.selectFrom('ledger').selectAll().orderBy('seq').execute()
    const open = new Map<string, string>()
    const days = new Map<string, { charged: number; reserved: number; unknown: number }>()
    for (const { edit_id: editId, kind, amount_micro_usd: amount, at } of lines) {
      if (kind === 'reserve') open.set(editId, dayOf(at))
      const day = open.get(editId) ?? ''
      const sums = days.get(day) ?? { charged: 0, reserved: 0, unknown: 0 }
      days.set(day, sums)
      if (kind === 'reserve') sums.reserved += amount
      if (kind === 'charge' || kind === 'release' || kind === 'doubt') sums.reserved -= amount
      if (kind === 'charge') sums.charged += amount
      if (kind === 'doubt' || kind === 'redoubt') sums.unknown += amount
      if (kind === 'absolve') sums.unknown -= amount
    }
    return days
  }

  async function csvLines(from: string, to: string): Promise<Record<string, string>[]> {
    let text = ''
    for await (const part of usageCsv({ db }, readSpan({ from, to }))) text += part
    const [head, ...lines] = text.trimEnd().split('\n')
    const names = head.split(',')
    return lines.map((line) => Object.fromEntries(line.split(',').map((field, i) => [names[i], field])))
  }

  const micro = (usd: string): number => Number(usd.replace('.', ''))
  const total = (lines: Record<string, string>[], name: string): number =>
    lines.reduce((sum, line) => sum + micro(line[name]), 0)

  test('every sum of the report, of its days and of the table is the ledger’s, to the micro-dollar', async () => {
    // Hundreds of edits at crooked prices in every way an edit can go, over midnights; the same numbers every run.
    let state = 7
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
    for (let i = 0; i < 120; i++) {
      const at = noon(1) + random(20 * dayMs)
      const id = await ask(at, { price_micro_usd: 1 + random(90_000), frame: '{"kind":"keep"}' })
      const later = at + random(2 * dayMs)
      const way = random(9)
      if (way === 0) continue
      if (way === 1) await advance(id, { kind: 'cancel' }, later)
      if (way === 2) await store(id, later)
      if (way > 2) {
        await send(id, later)
        if (way === 3) await advance(id, { kind: 'refuse', code: 'engine_moderated' }, later)
        if (way > 3) await advance(id, { kind: 'lose', code: 'answer_lost' }, later)
        if (way === 5) await advance(id, { kind: 'mark-not-charged' }, later + dayMs)
        if (way === 6) {
          await advance(id, { kind: 'mark-not-charged' }, later + dayMs)
          await advance(id, { kind: 'undecide' }, later + dayMs)
        }
        if (way > 6) {
          // The second round at another price, on another day.
          await retry(id, later + dayMs, 1 + random(90_000))
          if (way === 8) await store(id, later + dayMs)
        }
      }
    }
    const days = await replay()
    expect(days.size).toBeGreaterThan(15)
    const whole = await report('2026-11-01', '2026-11-30')
    const told = new Map(whole.days.map((day) => [day.day, day]))
    for (const [day, sums] of days) {
      const { chargedMicroUsd, reservedMicroUsd, unknownMicroUsd } = told.get(day) ?? {}
      expect({ day, chargedMicroUsd, reservedMicroUsd, unknownMicroUsd }).toEqual({
        day,
        chargedMicroUsd: sums.charged,
        reservedMicroUsd: sums.reserved,
        unknownMicroUsd: sums.unknown,
      })
    }
    const all = [...days.values()]
    const sum = (key: 'charged' | 'reserved' | 'unknown') => all.reduce((sum, each) => sum + each[key], 0)
    const expected = {
      chargedMicroUsd: sum('charged'),
      reservedMicroUsd: sum('reserved'),
      unknownMicroUsd: sum('unknown'),
    }
    expect(whole).toMatchObject(expected)
    expect(whole.month).toMatchObject(expected)
    expect(await readSpend(db, '2026-11')).toEqual({
      charged: sum('charged'),
      reserved: sum('reserved'),
      unknown: sum('unknown'),
    })

    const lines = await csvLines('2026-11-01', '2026-11-30')
    expect({
      chargedMicroUsd: total(lines, 'charged_usd'),
      reservedMicroUsd: total(lines, 'reserved_usd'),
      unknownMicroUsd: total(lines, 'unsure_usd'),
    }).toEqual(expected)
    // And any other period is its own days, no more.
    const part = await report('2026-11-07', '2026-11-11')
    const partLines = await csvLines('2026-11-07', '2026-11-11')
    const within = [...days].filter(([day]) => day >= '2026-11-07' && day <= '2026-11-11')
    expect(part.chargedMicroUsd).toBe(within.reduce((sum, [, each]) => sum + each.charged, 0))
    expect(total(partLines, 'charged_usd')).toBe(part.chargedMicroUsd)
    expect(total(partLines, 'unsure_usd')).toBe(part.unknownMicroUsd)
    expect(part.stored + part.notFinished + part.underWay).toBe(
      partLines.filter(({ state }) => state !== 'retried').length,
    )
  })

  test('edits, frames, times and reasons are counted on the day they were asked for', async () => {
    const reframed = { frame: '{"kind":"reframe","aspectRatio":"16:9"}', aspect_ratio: '16:9' }
    const took = [4_000, 6_000, 10_000]
    for (const [i, ms] of took.entries()) await store(await ask(noon(10 + i)), noon(10 + i), ms)
    await store(await ask(noon(11), reframed), noon(11), 8_000)
    const moderated = await ask(noon(11))
    await send(moderated, noon(11))
    await advance(moderated, { kind: 'refuse', code: 'engine_moderated' }, noon(11))
    await advance(await ask(noon(12)), { kind: 'cancel' }, noon(12))
    await ask(noon(22))
    // Refined for nothing: nothing was asked of an engine.
    await insertEdit(
      db,
      editRow(noon(12), { refinement: '{}', price_micro_usd: 0, state: 'done', life: '{"state":"done"}' }),
    )
    await store(await ask(noon(9) - 30 * dayMs), noon(9) - 30 * dayMs)

    const told = await report('2026-11-01', '2026-11-30')
    expect(told).toMatchObject({
      stored: 4,
      notFinished: 2,
      underWay: 1,
      timeMs: { half: 6_000, most: 10_000 },
      before: { from: '2026-10-01', to: '2026-10-22', stored: 1 },
      frames: [
        { frame: 'keep', edits: 6 },
        { frame: '16:9', edits: 1 },
      ],
      month: { limitMicroUsd: 150_000_000, startsAgainAt: '2026-12-01T00:00:00.000Z' },
    })
    expect(told.unfinished.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
      { reason: 'cancelled', edits: 1 },
      { reason: 'engine_moderated', edits: 1 },
    ])
    expect(told.days.map(({ day, stored, notFinished }) => [day, stored, notFinished])).toEqual([
      ['2026-11-10', 1, 0],
      ['2026-11-11', 2, 1],
      ['2026-11-12', 1, 1],
      ['2026-11-22', 0, 0],
    ])
    const edit = await db.selectFrom('edits').selectAll().where('id', '=', moderated).executeTakeFirstOrThrow()
    expect(lifeOf(edit).state).toBe('failed')
    expect((await csvLines('2026-11-11', '2026-11-11')).find(({ state }) => state === 'failed')).toMatchObject({
      day: '2026-11-11',
      edit: moderated,
      reason: 'engine_moderated',
      frame: 'keep',
      asked_at: '2026-11-11T12:00:00.000Z',
      stored_at: '',
      charged_usd: '0.000000',
    })
  })

  test('an empty period tells nothing that was not measured', async () => {
    expect(await report('2026-11-01', '2026-11-30')).toMatchObject({
      stored: 0,
      timeMs: null,
      days: [],
      frames: [],
      unfinished: [],
      month: { forecastMicroUsd: null },
    })
    await expect(report('2026-11-31', '2026-12-01')).rejects.toMatchObject({ code: 'parameter_invalid', field: 'from' })
    await expect(report('2026-11-30', '2026-11-01')).rejects.toMatchObject({ code: 'parameter_invalid', field: 'to' })
  })
})
