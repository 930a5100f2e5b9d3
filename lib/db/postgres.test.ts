import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Life } from '../edits/lifecycle.ts'
import { listenForChanges } from './change-listener.ts'
import { claimEdit } from './claims.ts'
import { openTestDatabase, type TestDatabase } from './database.fixture.ts'
import { type Database, DatabaseRefusedError } from './database.ts'
import { editRow } from './edit-row.fixture.ts'
import { advanceEdit, cancelWaiting, findEdit, insertEdit, lockEdit, StaleWriteError } from './edits.ts'
import { eventsAfter, recordEvents } from './events.ts'
import { readSpend, reserve } from './ledger.ts'
import { openPostgres, type PostgresOptions } from './postgres.ts'
import { openSharedClock } from './shared-clock.ts'
import { createSharedGate } from './shared-gate.ts'

const at = Date.UTC(2026, 10, 22, 12)
const price = 70_000
let database: TestDatabase
let options: PostgresOptions
let db: Database
const closers: (() => unknown)[] = []

beforeAll(async () => {
  database = await openTestDatabase('PostgreSQL')
  if (!database.options) throw new Error('there is no server')
  options = database.options
})
afterAll(() => database.close())
beforeEach(async () => {
  db = await database.fresh()
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const another = async (): Promise<Database> => {
  const opened = await openPostgres(options)
  closers.push(() => opened.destroy())
  return opened
}

async function queue(): Promise<string> {
  const edit = editRow(at)
  await db.transaction().execute(async (tx) => {
    await reserve(tx, { editId: edit.id, amount: price, at, budget: { dayMicroUsd: null, monthMicroUsd: null } })
    await insertEdit(tx, edit)
  })
  return edit.id
}

describe('several processes on one database', () => {
  test('four that claim at once get each edit once between them', async () => {
    const ids: string[] = []
    for (let i = 0; i < 30; i++) ids.push(await queue())
    const processes = await Promise.all([another(), another(), another(), another()])
    const taken: string[] = []
    await Promise.all(
      processes.map(async (own, i) => {
        for (;;) {
          const edit = await claimEdit(own, { owner: `worker ${i}`, now: at, leaseMs: 60_000, states: ['queued'] })
          if (!edit) return
          expect(edit).toMatchObject({ fence: 1, lease_owner: `worker ${i}` })
          taken.push(edit.id)
        }
      }),
    )
    expect(taken.toSorted()).toEqual(ids.toSorted())
  })

  test('twenty that race for the last of a budget never pass it, and what is refused leaves nothing', async () => {
    const processes = await Promise.all([another(), another(), another()])
    const budget = { dayMicroUsd: 500_000, monthMicroUsd: 300_000 }
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        processes[i % 3]
          .transaction()
          .execute(async (tx) => {
            const refused = await reserve(tx, { editId: `edit ${i}`, amount: price, at, budget })
            if (refused) throw new Error(refused)
            return 'reserved'
          })
          .catch((error: Error) => error.message),
      ),
    )
    expect(outcomes.filter((one) => one === 'reserved')).toHaveLength(4)
    expect(outcomes.filter((one) => one === 'month')).toHaveLength(16)
    for (const period of ['2026-11', '2026-11-22']) {
      expect(await readSpend(db, period)).toEqual({ reserved: 4 * price, charged: 0, unknown: 0 })
    }
  })

  test('a cancel and a send that meet: one wins, and the money follows it', async () => {
    const [user, worker] = await Promise.all([another(), another()])
    for (let round = 0; round < 25; round++) {
      const id = await queue()
      const { fence } = (await claimEdit(db, { owner: 'w', now: at, leaseMs: 60_000, states: ['queued'] }))!
      const [cancelled, sent] = await Promise.allSettled([
        user
          .transaction()
          .execute((tx) => advanceEdit(tx, { id, fence: null, event: { kind: 'cancel' }, at, attemptId: null })),
        worker.transaction().execute((tx) =>
          advanceEdit(tx, {
            id,
            fence,
            event: { kind: 'send', attemptId: 'x' },
            at,
            attemptId: 'x',
            keepLease: true,
          }),
        ),
      ])
      expect([cancelled.status, sent.status].toSorted()).toEqual(['fulfilled', 'rejected'])
      expect((await findEdit(db, id))?.state).toBe(sent.status === 'fulfilled' ? 'sending' : 'cancelled')
      if (sent.status === 'rejected') expect(sent.reason).toBeInstanceOf(StaleWriteError)
    }
    const sending = await db.selectFrom('edits').select('id').where('state', '=', 'sending').execute()
    expect((await readSpend(db, '2026-11')).reserved).toBe(sending.length * price)
  })
})

describe('chains', () => {
  const none = { dayMicroUsd: null, monthMicroUsd: null }
  const newYear = Date.UTC(2026, 11, 1)

  /** Each waits for the one before it, and some are booked in another month. */
  async function chain(length: number): Promise<string[]> {
    const ids: string[] = []
    for (let n = 0; n < length; n++) {
      const reservedAt = n === 0 ? at : newYear
      const edit = editRow(reservedAt, { after_edit_id: ids.at(-1) ?? null, ...(n > 0 && { due_at: null }) })
      await db.transaction().execute(async (tx) => {
        await reserve(tx, { editId: edit.id, amount: price, at: reservedAt, budget: none })
        await insertEdit(tx, edit)
      })
      ids.push(edit.id)
    }
    return ids
  }

  test('that are cancelled from several sides at once end without a deadlock, and each amount is freed once', async () => {
    const processes = await Promise.all([another(), another(), another(), another()])
    for (let round = 0; round < 12; round++) {
      const ids = [...(await chain(4)), ...(await chain(4))]
      const outcomes = await Promise.allSettled(
        ids.flatMap((id, i) =>
          [i, i + 1].map((n) =>
            processes[n % 4]
              .transaction()
              .execute((tx) => advanceEdit(tx, { id, fence: null, event: { kind: 'cancel' }, at, attemptId: null })),
          ),
        ),
      )
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'state_conflict' })
      }
      for (const id of ids) expect((await findEdit(db, id))?.state).toBe('cancelled')
    }
    for (const period of ['2026-11-22', '2026-11', '2026-12-01', '2026-12']) {
      expect(await readSpend(db, period)).toEqual({ reserved: 0, charged: 0, unknown: 0 })
    }
  })

  test('that begin on an output while others are called off: each goes one way', async () => {
    const [user, worker] = await Promise.all([another(), another()])
    const raw = { sha256: 'a', width: 1, height: 1, format: 'png', bytes: 1 } as const
    for (let round = 0; round < 12; round++) {
      const [first, second, third] = await chain(3)
      const life: Life = { state: 'finishing', attemptId: 'x', raw, notBefore: 0, tries: 0, faults: 0 }
      await db
        .updateTable('edits')
        .set({ state: 'finishing', life: JSON.stringify(life) })
        .where('id', '=', first)
        .execute()
      await Promise.all([
        user.transaction().execute(async (tx) => {
          await lockEdit(tx, first)
          await cancelWaiting(tx, { id: first, at })
        }),
        worker.transaction().execute((tx) =>
          advanceEdit(tx, {
            id: first,
            fence: 0,
            event: { kind: 'finish' },
            at,
            attemptId: 'x',
            change: { output_image_id: 'output' },
          }),
        ),
      ])
      const [then, last] = [await findEdit(db, second), await findEdit(db, third)]
      expect([
        ['queued', 'output', 'queued'],
        ['cancelled', 'image', 'cancelled'],
      ]).toContainEqual([then?.state, then?.image_id, last?.state])
    }
  })
})

describe('events', () => {
  test('a number is never seen before a smaller one: a reader that follows misses nothing', async () => {
    const id = await queue()
    const writers = await Promise.all([another(), another(), another(), another()])
    const perWriter = 15
    const seen: number[] = []
    let writing = true
    const reading = (async () => {
      for (let last = 0; ; ) {
        const finished = !writing
        for (const { seq } of await eventsAfter(db, last, 100)) {
          seen.push(seq)
          last = seq
        }
        if (finished) return
      }
    })()
    await Promise.all(
      writers.map(async (own, i) => {
        for (let n = 0; n < perWriter; n++) {
          await own
            .transaction()
            .execute(async (tx) => {
              await recordEvents(tx, [{ editId: id, state: 'queued', at }])
              // Commits come late and out of turn, and some never.
              await sleep((i * 7 + n * 3) % 5)
              if (n % 5 === 4) throw new Error('rolled back')
            })
            .catch(() => undefined)
        }
      }),
    )
    writing = false
    await reading
    const all = await db.selectFrom('events').select('seq').orderBy('seq').execute()
    expect(all).toHaveLength(1 + writers.length * (perWriter - 3))
    expect(seen).toEqual(all.map(({ seq }) => seq))
  })

  test('a commit wakes listeners of other processes, also after their connection was cut', async () => {
    const id = await queue()
    let calls = 0
    let heard = Promise.withResolvers<void>()
    const next = () => {
      heard = Promise.withResolvers<void>()
      return heard.promise
    }
    const connected = next()
    const listener = listenForChanges({ ...options, name: 'frisket listener' }, () => {
      calls++
      heard.resolve()
    })
    closers.push(() => listener.close())
    await connected
    expect(listener.listening()).toBe(true)

    const told = next()
    await db.transaction().execute((tx) => recordEvents(tx, [{ editId: id, state: 'queued', at }]))
    await told

    const before = calls
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'frisket listener'`.execute(
      db,
    )
    while (!(calls > before && listener.listening())) await sleep(10)
    const again = next()
    await db.transaction().execute((tx) => recordEvents(tx, [{ editId: id, state: 'queued', at }]))
    await again
  })
})

describe('the gate', () => {
  const gate = () => {
    const made = createSharedGate(options)
    closers.push(() => made.close())
    return made
  }

  test('lets many store at once, and nobody remove meanwhile', async () => {
    const [here, there] = [gate(), gate()]
    const inside: string[] = []
    const bothIn = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const store = (name: string) => async () => {
      inside.push(name)
      if (inside.length === 2) bothIn.resolve()
      await goOn.promise
      inside.push(`${name} out`)
    }
    const stores = [here.run(store('a')), there.run(store('b'))]
    await bothIn.promise
    const removed = there.alone(async () => inside.push('removed'))
    await sleep(50)
    const before = inside.toSorted()
    goOn.resolve()
    await Promise.all([...stores, removed])
    expect(before).toEqual(['a', 'b'])
    expect(inside.at(-1)).toBe('removed')
  })

  test('opens again after a task that failed', async () => {
    const [here, there] = [gate(), gate()]
    await expect(here.run(() => Promise.reject(new Error('no room')))).rejects.toThrow('no room')
    expect(await there.alone(async () => 'removed')).toBe('removed')
  })
})

test('the clock is the database’s, however this machine’s is set, and goes on between two looks', async () => {
  let steady = 1_000
  const clock = await openSharedClock(db, { onError: () => undefined, steadyMs: () => steady })
  closers.push(() => clock.close())
  const first = clock.now()
  expect(Math.abs(first - Date.now())).toBeLessThan(10_000)
  steady += 4_000
  expect(clock.now()).toBe(first + 4_000)
})

describe('a database that will not do is refused in one sentence', () => {
  test('nobody answers, and no password is printed', async () => {
    const refused = openPostgres({ ...options, url: 'postgres://me:secret@127.0.0.1:1/studio' })
    await expect(refused).rejects.toThrow(DatabaseRefusedError)
    await expect(refused).rejects.toThrow(
      /^DATABASE_URL names the database 127\.0\.0\.1:1\/studio, which .*ECONNREFUSED/,
    )
    await expect(refused).rejects.not.toThrow('secret')
  })

  test('there is no such database', async () => {
    const url = new URL(options.url)
    url.pathname = '/nowhere'
    await expect(openPostgres({ ...options, url: url.href })).rejects.toThrow('database "nowhere" does not exist')
  })

  test('a newer Frisket has been there', async () => {
    await sql`insert into kysely_migration values ('9999-from-the-future', '')`.execute(db)
    try {
      await expect(openPostgres(options)).rejects.toThrow('written by a newer Frisket (it has 9999-from-the-future)')
    } finally {
      await sql`delete from kysely_migration where name = '9999-from-the-future'`.execute(db)
    }
  })
})
