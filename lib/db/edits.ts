// Edits as jobs: claimed by lease in one statement, written by fence, every move with its money and its event in one commit.
import { AppError } from '../core/errors.ts'
import type { Budget } from '../edits/budget.ts'
import { type EditState, isSettled, type Life, type LifeEvent, type Move, move } from '../edits/lifecycle.ts'
import { beginOn, lockWaiting } from './chain.ts'
import { type Database, isPostgres } from './database.ts'
import { type EditEvent, recordEvents } from './events.ts'
import { type MoneyEntry, settle, settleWithin } from './ledger.ts'
import type { EditRow, EditsTable } from './schema.ts'

/** When the next step of a life may be taken; null where nothing is left to do. */
export function dueAt(life: Life): number | null {
  switch (life.state) {
    case 'queued':
    case 'fetching':
    case 'finishing':
      // Whole milliseconds, as the column holds them.
      return Math.round(life.notBefore)
    case 'sending':
    case 'waiting':
      return 0
    default:
      return null
  }
}

/** Life is written by this module only, so it is read back without a second schema. */
export const lifeOf = (edit: EditRow): Life => JSON.parse(edit.life)

export async function insertEdit(db: Database, edit: EditsTable): Promise<void> {
  await db.insertInto('edits').values(edit).execute()
  await recordEvents(db, [{ editId: edit.id, state: edit.state, at: edit.queued_at }])
}

export async function findEdit(db: Database, id: string): Promise<EditRow | undefined> {
  return db.selectFrom('edits').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Those that were asked for in one act, in the order of their seeds. */
export async function findVariations(db: Database, setId: string): Promise<EditRow[]> {
  return db.selectFrom('edits').selectAll().where('variation_set_id', '=', setId).orderBy('created_at').execute()
}

/** For a transaction that goes on to write what it read: on PostgreSQL nobody else writes it before the commit. */
export async function lockEdit(tx: Database, id: string): Promise<EditRow | undefined> {
  const query = tx.selectFrom('edits').selectAll().where('id', '=', id)
  return (isPostgres(tx) ? query.forUpdate() : query).executeTakeFirst()
}

export type EditFilter = {
  limit: number
  before: { createdAt: number; id: string } | null
  state: EditState | null
  imageId: string | null
}

/** Newest first. `imageId` finds the edits of that image and those of its whole family where it is an upload. */
export async function listEdits(db: Database, filter: EditFilter): Promise<EditRow[]> {
  let query = db.selectFrom('edits').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(filter.limit)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.imageId) {
    const { imageId } = filter
    query = query.where((eb) => eb.or([eb('image_id', '=', imageId), eb('root_image_id', '=', imageId)]))
  }
  if (filter.before) {
    const { createdAt, id } = filter.before
    // The first condition says nothing new, but it is one that an index can begin at: without it a deep page reads all
    // that lies before it.
    query = query
      .where('created_at', '<=', createdAt)
      .where((eb) => eb.or([eb('created_at', '<', createdAt), eb('id', '<', id)]))
  }
  return query.execute()
}

export type EditChange = Partial<
  Pick<
    EditsTable,
    | 'model'
    | 'price_micro_usd'
    | 'reserved_at'
    | 'cancel_requested_at'
    | 'sent_at'
    | 'received_at'
    | 'stored_at'
    | 'raw_image_id'
    | 'output_image_id'
    | 'receipt'
    | 'queued_at'
  >
>

export type Advance = {
  id: string
  /** The fence of the claim; null for acts of the user, which need none but must be legal in the state they meet. */
  fence: number | null
  event: LifeEvent
  at: number
  attemptId: string | null
  change?: EditChange
  /** Keeps the lease for a step that goes on, such as the call after `sending` is committed. */
  keepLease?: boolean
  /** Further rows of the same commit. */
  also?: (tx: Database) => Promise<void>
  /** For a move that reserves once more. */
  budget?: Budget
}

/** Thrown where a new reservation would pass the budget: the caller's transaction rolls back, and nothing was written. */
export class BudgetPassedError extends Error {
  override name = 'BudgetPassedError'
}

/** Thrown when another worker holds a later fence, or the edit has moved on: nothing was written. */
export class StaleWriteError extends Error {
  override name = 'StaleWriteError'
}

/**
 * One legal move of one edit: state, money and event together, inside the caller's transaction, and what it means for
 * those that wait for it. Locks are taken in the order of decision 20: all edits, then spend, then the event's number.
 * @throws StaleWriteError (worker) or AppError state_conflict (user) where the move is not possible any more
 */
export async function advanceEdit(tx: Database, advance: Advance): Promise<EditRow> {
  const { id, fence, event, at, attemptId, change, keepLease, also } = advance
  const edit = await lockEdit(tx, id)
  if (!edit) throw new AppError('not_found')
  if (fence !== null && edit.fence !== fence) throw new StaleWriteError(`fence ${fence} of edit ${id} is past`)
  // Whoever cancelled during the call has it sent no second time.
  const wished = edit.cancel_requested_at === null ? event : withoutSending(event)
  const moved = move(lifeOf(edit), wished)
  if (!moved.ok) {
    if (fence !== null) throw new StaleWriteError(moved.error)
    throw new AppError('state_conflict', { details: { state: edit.state }, cause: moved.error })
  }
  const ends = isSettled(moved.value.life.state)
  const waiting = ends ? await lockWaiting(tx, id) : []
  const books: Books = { money: [], told: [] }
  const byUser = fence === null
  const row = await writeLife(tx, { edit, move: moved.value, byUser, at, attemptId, change, keepLease }, books)
  if (row.state === 'done' && row.output_image_id !== null) {
    for (const next of waiting.filter((one) => one.after_edit_id === id)) {
      await beginOn(tx, { id: next.id, imageId: row.output_image_id, at })
      books.told.push({ editId: next.id, state: next.state, at })
    }
  } else {
    await cancelAll(tx, { edits: waiting, at }, books)
  }
  await close(tx, books, { also, budget: advance.budget, at })
  return row
}

/** What becomes of an edit that would be sent again, and is not wanted any more. */
function withoutSending(event: LifeEvent): LifeEvent {
  if (event.kind === 'defer' || event.kind === 'hold') return { kind: 'abandon' }
  return event.kind === 'repeat' ? { kind: 'lose', code: event.code, details: event.details } : event
}

/** What waits for an edit is given up, which costs nothing; the caller has locked the edit. */
export async function cancelWaiting(tx: Database, { id, at }: { id: string; at: number }): Promise<void> {
  const books: Books = { money: [], told: [] }
  await cancelAll(tx, { edits: await lockWaiting(tx, id), at }, books)
  await close(tx, books, { at })
}

/** What a transaction still has to write once all its edits are written. */
type Books = { money: MoneyEntry[]; told: EditEvent[] }

async function close(
  tx: Database,
  { money, told }: Books,
  { also, budget, at }: Pick<Advance, 'also' | 'budget' | 'at'>,
): Promise<void> {
  if (budget === undefined) await settle(tx, money)
  else if (!(await settleWithin(tx, money, { at, budget }))) throw new BudgetPassedError()
  await also?.(tx)
  await recordEvents(tx, told)
}

async function cancelAll(
  tx: Database,
  { edits, at }: { edits: readonly EditRow[]; at: number },
  books: Books,
): Promise<void> {
  for (const edit of edits) {
    const moved = move(lifeOf(edit), { kind: 'cancel' })
    if (!moved.ok) throw new Error(moved.error)
    await writeLife(tx, { edit, move: moved.value, byUser: true, at, attemptId: null }, books)
  }
}

type WrittenLife = Pick<Advance, 'at' | 'attemptId' | 'change' | 'keepLease'> & {
  /** Locked. */
  edit: EditRow
  move: Move
  /** An act of the user takes the edit out of the hands of whoever may still hold it. */
  byUser: boolean
}

async function writeLife(
  tx: Database,
  { edit, move: { life, money }, byUser, at, attemptId, change, keepLease }: WrittenLife,
  books: Books,
): Promise<EditRow> {
  const row = await tx
    .updateTable('edits')
    .set({
      state: life.state,
      life: JSON.stringify(life),
      due_at: dueAt(life),
      ...(keepLease ? {} : { lease_owner: null, lease_until: null }),
      ...(byUser ? { fence: edit.fence + 1 } : {}),
      // What is reserved anew counts in the day of now.
      ...(money === 'repeat' ? { reserved_at: at } : {}),
      ...change,
    })
    .where('id', '=', edit.id)
    .where('fence', '=', edit.fence)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new StaleWriteError(`edit ${edit.id} changed meanwhile`)
  // A reservation is made by the caller, who knows the budget and may be refused.
  if (money !== 'none' && money !== 'reserve') {
    const reservedAt = edit.reserved_at ?? edit.created_at
    const entry = { editId: edit.id, amount: edit.price_micro_usd, at }
    books.money.push({ ...entry, attemptId, money: money === 'repeat' ? 'doubt' : money, reservedAt })
    if (money === 'repeat') books.money.push({ ...entry, attemptId: null, money: 'reserve', reservedAt: at })
  }
  books.told.push({ editId: edit.id, state: life.state, at })
  return row
}

export async function countUnsettledOf(db: Database, rootImageId: string): Promise<number> {
  const row = await db
    .selectFrom('edits')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('root_image_id', '=', rootImageId)
    .where('state', 'in', ['queued', 'sending', 'waiting', 'fetching', 'finishing'])
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
