import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../db/database.fixture.ts'
import type { Database } from '../db/database.ts'
import { editRow } from '../db/edit-row.fixture.ts'
import { insertEdit } from '../db/edits.ts'
import { insertImage } from '../db/images.ts'
import { reserve, settle } from '../db/ledger.ts'
import type { EditsTable } from '../db/schema.ts'
import { readHealth } from './health.ts'
import { metricsText } from './metrics.ts'

const now = Date.UTC(2026, 10, 22, 12)
const budget = { dayMicroUsd: null, monthMicroUsd: 5_000_000 }

describe.each(databaseKinds)('on %s', (kind) => {
  let databases: TestDatabase
  let db: Database
  beforeAll(async () => {
    databases = await openTestDatabase(kind)
    db = await databases.fresh()
  })
  afterAll(() => databases.close())

  const edit = (change: Partial<EditsTable>): EditsTable => editRow(now - 30_000, { reserved_at: now, ...change })

  test('what an operator watches is told in Prometheus’ text, all of it from the database', async () => {
    await insertEdit(db, edit({ id: 'waiting' }))
    const life = { state: 'fetching', source: { kind: 'url', url: 'http://x' }, deadlineAt: now + 90_000 }
    await insertEdit(db, edit({ id: 'fetching', state: 'fetching', life: JSON.stringify(life) }))
    const times = { queued_at: now - 20_000, sent_at: now - 19_000, received_at: now - 9_000, stored_at: now - 7_000 }
    await insertEdit(db, edit({ id: 'done', state: 'done', life: '{"state":"done"}', ...times }))
    await reserve(db, { editId: 'done', amount: 70_000, at: now, budget })
    await settle(db, [{ editId: 'done', attemptId: 'a', money: 'charge', amount: 70_000, reservedAt: now, at: now }])
    await insertImage(db, {
      id: 'image',
      kind: 'upload',
      name: 'Cat.png',
      width: 1,
      height: 1,
      format: 'png',
      bytes: 123,
      sha256: 'a',
      original_format: null,
      original_bytes: null,
      original_sha256: null,
      root_image_id: 'image',
      edit_id: null,
      created_at: now,
    })
    const text = await metricsText({ db, budget, now: () => now })
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines.toSorted()).toEqual(
      [
        'frisket_edits{engine="flux",state="done"} 1',
        'frisket_edits{engine="flux",state="fetching"} 1',
        'frisket_edits{engine="flux",state="queued"} 1',
        'frisket_queue_age_seconds 30',
        'frisket_deadline_slack_seconds 90',
        'frisket_results_late 0',
        'frisket_recent_done 1',
        'frisket_recent_step_seconds{step="queued"} 1',
        'frisket_recent_step_seconds{step="engine"} 10',
        'frisket_recent_step_seconds{step="storing"} 2',
        'frisket_spend_dollars{period="day",kind="charged"} 0.07',
        'frisket_spend_dollars{period="day",kind="reserved"} 0',
        'frisket_spend_dollars{period="day",kind="unknown"} 0',
        'frisket_spend_dollars{period="month",kind="charged"} 0.07',
        'frisket_spend_dollars{period="month",kind="reserved"} 0',
        'frisket_spend_dollars{period="month",kind="unknown"} 0',
        'frisket_budget_dollars{period="month"} 5',
        'frisket_images{kind="upload"} 1',
        'frisket_image_bytes{kind="upload"} 123',
      ].toSorted(),
    )
    for (const name of new Set(lines.map((line) => /^\w+/.exec(line)?.[0]))) {
      expect(text).toContain(`# TYPE ${name} gauge`)
    }
  })

  test('health says what is wrong, and whether requests can be taken all the same', async () => {
    const well = { db, now: () => now, checkStorage: async () => {}, listening: null }
    const noWorker = kind === 'PostgreSQL' ? ['no_worker'] : []
    expect((await readHealth(well)).problems.map(({ code }) => code)).toEqual(noWorker)
    expect(await readHealth(well)).toMatchObject({ alive: true, ready: true })
    const full = await readHealth({ ...well, checkStorage: () => Promise.reject(new Error('ENOSPC')) })
    expect(full).toMatchObject({ status: 'down', ready: false })
    expect(full.problems.map(({ code }) => code)).toEqual(['storage', ...noWorker])
    const deaf = await readHealth({ ...well, listening: () => false })
    expect(deaf).toMatchObject({ status: 'degraded', ready: true })
    expect(deaf.problems.map(({ code }) => code)).toEqual([...noWorker, 'notifications'])
    const later = () => now + 90_000
    const late = await readHealth({ ...well, now: later })
    expect(late).toMatchObject({ status: 'degraded', ready: true })
    expect(late.problems.map(({ code }) => code)).toEqual([...noWorker, 'results_late'])
    expect(late.problems.at(-1)?.message).toContain('(1); the first address ends at 2026-11-22T12:02:30.000Z')
    expect(await metricsText({ db, budget, now: later })).toContain('\nfrisket_results_late 1\n')
  })
})
