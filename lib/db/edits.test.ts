// What holds for edits, money, keys and images on either database.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeId } from '../core/ids.ts'
import { committed } from '../edits/budget.ts'
import type { EngineId } from '../edits/edit.ts'
import type { LifeEvent } from '../edits/lifecycle.ts'
import { attemptsOf, insertAttempt } from './attempts.ts'
import { claimEdit, findQueuedExcept } from './claims.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from './database.fixture.ts'
import type { Database } from './database.ts'
import { editRow } from './edit-row.fixture.ts'
import { type Advance, advanceEdit, BudgetPassedError, findEdit, insertEdit, lifeOf, StaleWriteError } from './edits.ts'
import { eventsAfter } from './events.ts'
import { findMade, forgetOldKeys, takeKey } from './idempotency.ts'
import { deleteFamily, insertImage, insertMask, isReferenced } from './images.ts'
import { breakLeases, claimAbandonedSend, countOutside, findAbandonedSends, heartbeat } from './leases.ts'
import { readSpend, reserve } from './ledger.ts'
import type { EditsTable, NewImage } from './schema.ts'

const newId = () => encodeId(randomBytes(20))
const price = 70_000
const at = Date.UTC(2026, 10, 22, 12)

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

  const newEdit = (change: Partial<EditsTable> = {}): EditsTable => editRow(at, change)

  const queue = async (change: Partial<EditsTable> = {}): Promise<EditsTable> => {
    const edit = newEdit(change)
    await reserve(db, { editId: edit.id, amount: price, at, budget: { dayMicroUsd: null, monthMicroUsd: null } })
    await insertEdit(db, edit)
    return edit
  }

  const claim = (owner: string, now = at) =>
    claimEdit(db, { owner, now, leaseMs: 1_000, states: ['queued'], engine: 'flux' })

  describe('claiming', () => {
    test('many at once get one edit each, and never the same', async () => {
      const ids = new Set<string>()
      for (let i = 0; i < 5; i++) ids.add((await queue()).id)
      const claims = await Promise.all(Array.from({ length: 12 }, (_, i) => claim(`worker ${i}`)))
      const claimed = claims.flatMap((edit) => (edit ? [edit.id] : []))
      expect(claimed).toHaveLength(5)
      expect(new Set(claimed)).toEqual(ids)
    })

    test('an edit that is not due yet, of another engine, or held is left alone', async () => {
      await queue({ due_at: at + 500 })
      await queue({ engine: 'local' })
      expect(await claim('a')).toBeUndefined()
      const held = await claim('a', at + 600)
      expect(held).toMatchObject({ fence: 1, lease_owner: 'a' })
      expect(await claim('b', at + 700)).toBeUndefined()
    })

    test('a lease that ran out goes to the next, and the late write of the first is refused by the fence', async () => {
      const { id } = await queue()
      const first = await claim('first')
      const second = await claim('second', at + 2_000)
      expect([first?.fence, second?.fence]).toEqual([1, 2])
      const late = db
        .transaction()
        .execute((tx) => advanceEdit(tx, { id, fence: 1, event: { kind: 'send', attemptId: 'x' }, at, attemptId: 'x' }))
      await expect(late).rejects.toThrow(StaleWriteError)
      expect(await heartbeat(db, { id, fence: 1, until: at })).toBe(false)
      expect(await heartbeat(db, { id, fence: 2, until: at })).toBe(true)
      expect((await findEdit(db, id))?.state).toBe('queued')
    })

    test('what was put off or held before the clock went back an hour is due, and no edit waits for the hour', async () => {
      const hour = 3_600_000
      // As far ahead as an engine may ask for.
      const far = await queue({ due_at: at + 350_000 })
      expect(await claim('a')).toBeUndefined()
      await db.deleteFrom('edits').where('id', '=', far.id).execute()
      await queue({ due_at: at + hour })
      expect(await claim('a')).toMatchObject({ lease_owner: 'a' })
      expect(await claim('b', at - hour)).toMatchObject({ lease_owner: 'b', fence: 2 })
      expect(await claim('c', at - hour)).toBeUndefined()
    })

    test('what was received first is brought home first', async () => {
      const fetching = (receivedAt: number): Partial<EditsTable> => ({
        state: 'fetching',
        received_at: receivedAt,
        due_at: 0,
      })
      await queue(fetching(at + 9))
      const early = await queue(fetching(at + 1))
      const got = await claimEdit(db, { owner: 'a', now: at + 50, leaseMs: 1_000, states: ['fetching'] })
      expect(got?.id).toBe(early.id)
    })

    test('a user’s cancel takes the edit out of the hands of its holder', async () => {
      const { id } = await queue()
      const held = await claim('a')
      await db
        .transaction()
        .execute((tx) => advanceEdit(tx, { id, fence: null, event: { kind: 'cancel' }, at, attemptId: null }))
      const send = db
        .transaction()
        .execute((tx) =>
          advanceEdit(tx, { id, fence: held!.fence, event: { kind: 'send', attemptId: 'x' }, at, attemptId: 'x' }),
        )
      await expect(send).rejects.toThrow(StaleWriteError)
      expect(await readSpend(db, '2026-11-22')).toEqual({ reserved: 0, charged: 0, unknown: 0 })
    })

    test('a call whose holder fell silent is taken over by one, and the late words of the holder are refused', async () => {
      const { id } = await queue()
      const held = (await claim('first'))!
      await db.transaction().execute((tx) =>
        advanceEdit(tx, {
          id,
          fence: held.fence,
          event: { kind: 'send', attemptId: 'x' },
          at,
          attemptId: 'x',
          keepLease: true,
        }),
      )
      expect(await findAbandonedSends(db, at + 500)).toEqual([])
      const outside = (owner: string) => countOutside(db, { owner, engines: ['flux'] })
      expect([await outside('first'), await outside('second')]).toEqual([1, 0])
      const later = at + 2_000
      const [abandoned] = await findAbandonedSends(db, later)
      const takers = await Promise.all(
        ['second', 'third', 'fourth'].map((owner) =>
          claimAbandonedSend(db, { edit: abandoned, owner, now: later, leaseMs: 1_000 }),
        ),
      )
      expect(takers.filter((edit) => edit !== undefined)).toMatchObject([{ id, fence: held.fence + 1 }])
      const late = db.transaction().execute((tx) =>
        advanceEdit(tx, {
          id,
          fence: held.fence,
          event: { kind: 'answer', attemptId: 'x', source: { kind: 'url', url: 'http://x' }, deadlineAt: 0 },
          at,
          attemptId: 'x',
        }),
      )
      await expect(late).rejects.toThrow(`fence ${held.fence} of edit ${id} is past`)
      expect(await heartbeat(db, { id, fence: held.fence, until: later })).toBe(false)
    })

    test('broken leases can be claimed at once', async () => {
      await queue()
      await claim('a')
      await breakLeases(db)
      expect(await claim('b')).toMatchObject({ lease_owner: 'b', fence: 2 })
    })
  })

  describe('a chain', () => {
    const behind = (edit: EditsTable): Partial<EditsTable> => ({ after_edit_id: edit.id, due_at: null })

    test('is cancelled whole, from the edit that is cancelled on, in one commit with one line each', async () => {
      const first = await queue()
      const second = await queue(behind(first))
      const third = await queue(behind(second))
      const beside = await queue(behind(first))
      await db
        .transaction()
        .execute((tx) =>
          advanceEdit(tx, { id: second.id, fence: null, event: { kind: 'cancel' }, at, attemptId: null }),
        )
      const states = await Promise.all(
        [first, second, third, beside].map(async ({ id }) => (await findEdit(db, id))?.state),
      )
      expect(states).toEqual(['queued', 'cancelled', 'cancelled', 'queued'])
      expect((await readSpend(db, '2026-11-22')).reserved).toBe(2 * price)
      const lines = await db.selectFrom('ledger').select('edit_id').where('kind', '=', 'release').execute()
      expect(lines.map((line) => line.edit_id).toSorted()).toEqual([second.id, third.id].toSorted())
      const events = await eventsAfter(db, 4, 10)
      expect(events.map((told) => told.kind === 'edit' && told.edit.id)).toEqual([second.id, third.id])
    })
  })

  test('the queues of other engines are found, also where there is no engine at all', async () => {
    const { id } = await queue()
    const local = await queue({ engine: 'local' })
    const found = async (engines: EngineId[]) => (await findQueuedExcept(db, engines)).map((edit) => edit.id).toSorted()
    expect(await found(['flux'])).toEqual([local.id])
    expect(await found(['flux', 'local'])).toEqual([])
    expect(await found([])).toEqual([id, local.id].toSorted())
  })

  describe('money', () => {
    test('however many race, a budget is never passed', async () => {
      const budget = { dayMicroUsd: 500_000, monthMicroUsd: 300_000 }
      const tries = Array.from({ length: 20 }, () =>
        db
          .transaction()
          .execute(async (tx) => {
            const refused = await reserve(tx, { editId: newId(), amount: price, at, budget })
            if (refused) throw new Error(refused)
            return 'reserved'
          })
          .catch((error: Error) => error.message),
      )
      const outcomes = await Promise.all(tries)
      expect(outcomes.filter((one) => one === 'reserved')).toHaveLength(4)
      expect(new Set(outcomes)).toEqual(new Set(['reserved', 'month']))
      expect(await readSpend(db, '2026-11')).toEqual({ reserved: 4 * price, charged: 0, unknown: 0 })
      expect(await readSpend(db, '2026-11-22')).toEqual({ reserved: 4 * price, charged: 0, unknown: 0 })
    })

    test('a budget may be used to its last micro-dollar', async () => {
      const budget = { dayMicroUsd: 2 * price, monthMicroUsd: null }
      const again = () => reserve(db, { editId: newId(), amount: price, at, budget })
      expect([await again(), await again(), await again()]).toEqual([null, null, 'day'])
    })

    test('move, money, event and attempt are one commit, and the ledger has every line', async () => {
      const { id } = await queue()
      const edit = (await claim('a'))!
      await db.transaction().execute(async (tx) => {
        await advanceEdit(tx, {
          id,
          fence: edit.fence,
          event: { kind: 'send', attemptId: 'x' },
          at,
          attemptId: 'x',
          keepLease: true,
        })
        await insertAttempt(tx, {
          id: 'x',
          edit_id: id,
          engine: 'flux',
          model: 'm',
          price_micro_usd: price,
          sent_width: 1,
          sent_height: 1,
          sent_bytes: 9,
          started_at: at,
        })
      })
      await db.transaction().execute((tx) =>
        advanceEdit(tx, {
          id,
          fence: edit.fence,
          event: { kind: 'lose', code: 'answer_lost' },
          at: at + 5,
          attemptId: 'x',
        }),
      )
      const lost = (await findEdit(db, id))!
      expect(lifeOf(lost)).toEqual({
        state: 'unknown',
        attemptId: 'x',
        error: { code: 'answer_lost', charged: 'unknown' },
      })
      expect(lost.lease_owner).toBeNull()
      expect(await attemptsOf(db, id)).toMatchObject([{ id: 'x', number: 1, state: 'sending' }])
      expect(committed(await readSpend(db, '2026-11-22'))).toBe(price)
      const lines = await db
        .selectFrom('ledger')
        .select(['kind', 'amount_micro_usd', 'attempt_id'])
        .orderBy('seq')
        .execute()
      expect(lines).toEqual([
        { kind: 'reserve', amount_micro_usd: price, attempt_id: null },
        { kind: 'doubt', amount_micro_usd: price, attempt_id: 'x' },
      ])
      expect((await eventsAfter(db, 0, 10)).map((told) => [told.seq, told.kind === 'edit' && told.edit.state])).toEqual(
        [
          [1, 'unknown'],
          [2, 'unknown'],
          [3, 'unknown'],
        ],
      )
    })

    test('a call that is repeated by itself is doubted in its own day, and reserved anew in the day of now', async () => {
      const { id } = await queue()
      const { fence } = (await claim('a'))!
      const next = at + 24 * 3_600_000
      const budget = { dayMicroUsd: price, monthMicroUsd: 2 * price }
      const advance = (event: LifeEvent, more: Partial<Advance> = {}) =>
        db.transaction().execute((tx) => advanceEdit(tx, { id, fence, event, at: next, attemptId: 'x', ...more }))
      const repeat: LifeEvent = { kind: 'repeat', notBefore: next, code: 'answer_lost' }
      await advance({ kind: 'send', attemptId: 'x' }, { keepLease: true })
      const tight = { ...budget, monthMicroUsd: 2 * price - 1 }
      await expect(advance(repeat, { budget: tight })).rejects.toThrow(BudgetPassedError)
      expect((await findEdit(db, id))?.state).toBe('sending')
      await advance(repeat, { budget })
      expect(await findEdit(db, id)).toMatchObject({ state: 'queued', reserved_at: next })
      expect(await readSpend(db, '2026-11-22')).toEqual({ reserved: 0, charged: 0, unknown: price })
      expect(await readSpend(db, '2026-11-23')).toEqual({ reserved: price, charged: 0, unknown: 0 })
      expect(await readSpend(db, '2026-11')).toEqual({ reserved: price, charged: 0, unknown: price })
      await advance({ kind: 'send', attemptId: 'y' }, { keepLease: true })
      await expect(advance(repeat, { budget: { dayMicroUsd: null, monthMicroUsd: null } })).rejects.toThrow(
        'repeat in sending',
      )
    })

    test('a commit that fails leaves neither state nor money', async () => {
      const { id } = await queue()
      const edit = (await claim('a'))!
      const broken = db.transaction().execute(async (tx) => {
        await advanceEdit(tx, { id, fence: edit.fence, event: { kind: 'send', attemptId: 'x' }, at, attemptId: 'x' })
        throw new Error('the disk is full')
      })
      await expect(broken).rejects.toThrow('the disk is full')
      expect((await findEdit(db, id))?.state).toBe('queued')
    })
  })

  describe('keys', () => {
    test('the same key and body find the edit, another body is a conflict, old ones are forgotten', async () => {
      const key = { scope: 's', key: 'k', bodySha256: 'b' }
      expect(await takeKey(db, key, { madeId: 'e', at })).toBe(true)
      expect(await takeKey(db, key, { madeId: 'f', at })).toBe(false)
      expect(await findMade(db, key)).toBe('e')
      await expect(findMade(db, { ...key, bodySha256: 'c' })).rejects.toMatchObject({
        code: 'idempotency_conflict',
      })
      await forgetOldKeys(db, at + 47 * 3_600_000)
      expect(await findMade(db, key)).toBe('e')
      await forgetOldKeys(db, at + 49 * 3_600_000)
      expect(await findMade(db, key)).toBeNull()
    })
  })

  describe('images', () => {
    const image = (change: Partial<NewImage> = {}): NewImage => {
      const id = newId()
      return {
        id,
        kind: 'upload',
        name: 'Cat.png',
        width: 1,
        height: 1,
        format: 'png',
        bytes: 1,
        sha256: 'a',
        original_format: 'png',
        original_bytes: 1,
        original_sha256: 'a',
        root_image_id: id,
        edit_id: null,
        created_at: at,
        ...change,
      }
    }

    test('deleting a family names only the bytes that nothing else uses', async () => {
      const mine = image({ sha256: 'mine', original_sha256: 'shared' })
      const other = image({ sha256: 'other', original_sha256: 'shared' })
      await insertImage(db, mine)
      await insertImage(db, other)
      await insertMask(db, {
        id: newId(),
        image_id: mine.id,
        width: 1,
        height: 1,
        sha256: 'mask',
        coverage: 1,
        created_at: at,
      })
      await insertImage(db, image({ kind: 'output', root_image_id: mine.id, sha256: 'out', original_sha256: null }))
      expect((await deleteFamily(db, mine.id)).toSorted()).toEqual(['mask', 'mine', 'out'])
      expect(await isReferenced(db, 'shared')).toBe(true)
      expect(await isReferenced(db, 'mine')).toBe(false)
    })

    test('a result under way is in use', async () => {
      await queue({ state: 'finishing', life: JSON.stringify({ state: 'finishing', raw: { sha256: 'underway' } }) })
      expect(await isReferenced(db, 'underway')).toBe(true)
    })
  })
})
