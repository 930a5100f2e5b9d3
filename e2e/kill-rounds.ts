// One round: a real process is killed at a milestone in the life of an edit, others or the next start carry on, and then
// every book is compared with every other. The same for both sizes; `npm test` plays some rounds, `npm run soak` many.
import type { Database } from '../lib/db/database.ts'
import { readSpend } from '../lib/db/ledger.ts'
import type { EditRow } from '../lib/db/schema.ts'
import { periodsOf } from '../lib/edits/budget.ts'
import { isSettled } from '../lib/edits/lifecycle.ts'
import type { ObjectStore } from '../lib/storage/object-store.ts'
import type { Milestone } from '../lib/worker/milestones.ts'
import type { Provider } from './provider/provider.ts'

export const milestones: readonly Milestone[] = [
  'claimed',
  'prepared',
  'sending committed',
  'answered',
  'answer bytes stored',
  'answer committed',
  'downloaded',
  'result judged',
  'raw stored',
  'raw committed',
  'output made',
  'output stored',
  'done committed',
]

/** Between the commit of `sending` and that of the answer nobody can know what became of the call. */
export const unknowable: readonly Milestone[] = ['sending committed', 'answered', 'answer bytes stored']

export type Site = {
  /** A process that is killed at `milestone`; resolves when it is ready to work. */
  startVictim(milestone: Milestone): Promise<{ ended: Promise<unknown>; log: () => string }>
  /** Sees to it that somebody carries on. */
  carryOn(): Promise<void>
  ask(prompt: string): Promise<string>
  /** How many edits a round begins with; where there are others at work, more follow until the victim has met one. */
  editsPerRound: number
  find(id: string): Promise<EditRow | undefined>
  endRound(): Promise<void>
}

const settleLimitMs = 120_000
const moreAfterMs = 2_000

async function until(what: string, isThere: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + settleLimitMs; !(await isThere()); ) {
    if (performance.now() > deadline) throw new Error(`waited too long until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/**
 * @returns the states that this round's edits came to
 * @throws where the provider's ledger and ours do not agree on any of them
 */
export async function playRound(
  site: Site,
  { round, milestone, provider }: { round: number; milestone: Milestone; provider: Provider },
): Promise<string[]> {
  const victim = await site.startVictim(milestone)
  let dead = false
  void victim.ended.then(() => {
    dead = true
  })
  const ids: string[] = []
  const ask = async (): Promise<void> => {
    // Where the answer itself brings the bytes, nothing is downloaded.
    if (milestone === 'answer bytes stored') await provider.admin.fault({ kind: 'b64-json' })
    ids.push(await site.ask(`round ${round}.${ids.length} ${milestone}`))
  }
  // A victim that dies as soon as it meets an edit may take the connection of the next request along.
  while (ids.length < site.editsPerRound && (!dead || ids.length === 0)) await ask()
  const askedEnough = performance.now()
  await until(`the victim died at "${milestone}"`, async () => {
    // The others may have been quicker, with all of them: then there are more.
    const askedFor = site.editsPerRound + Math.floor((performance.now() - askedEnough) / moreAfterMs)
    if (!dead && site.editsPerRound > 1 && ids.length < askedFor) await ask()
    return dead
  }).catch((error: Error) => {
    throw new Error(`${error.message}:\n${victim.log()}`)
  })
  await site.carryOn()

  const edits: EditRow[] = []
  for (const id of ids) {
    await until(`edit ${id} of "${milestone}" had settled`, async () => {
      const edit = await site.find(id)
      if (!edit || !isSettled(edit.state)) return false
      edits.push(edit)
      return true
    })
  }
  const ledger = await provider.admin.ledger()
  for (const edit of edits) {
    const calls = ledger.filter(({ prompt }) => prompt === edit.prompt).length
    const fits = edit.state === 'done' ? calls === 1 : edit.state === 'unknown' && calls <= 1
    if (!fits) throw new Error(`after "${milestone}" an edit is ${edit.state} and the provider charged ${calls} calls`)
    if (edit.state === 'unknown' && site.editsPerRound === 1 && !unknowable.includes(milestone)) {
      throw new Error(`after "${milestone}" the answer was known, and yet the edit is unknown`)
    }
  }
  await site.endRound()
  return edits.map(({ state }) => state)
}

/** Both ledgers and all sums, at the end of any number of rounds. @throws where they differ */
export async function compareBooks(db: Database, { provider, price }: { provider: Provider; price: number }) {
  const edits = await db.selectFrom('edits').selectAll().execute()
  const ledger = await provider.admin.ledger()
  const called = new Set(ledger.map(({ prompt }) => prompt))
  const count = (state: EditRow['state']) => edits.filter((edit) => edit.state === state).length
  const ours = {
    charged: count('done') * price,
    unknown: count('unknown') * price,
    reserved: 0,
  }
  const spend = await readSpend(db, periodsOf(Date.now()).month)
  const lines = await db.selectFrom('ledger').select(['kind', 'amount_micro_usd']).execute()
  const lineSum = (kind: string) =>
    lines.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.amount_micro_usd, 0)
  const books = {
    edits: { charged: ours.charged, unknown: ours.unknown, reserved: ours.reserved },
    spend: { charged: spend.charged, unknown: spend.unknown, reserved: spend.reserved },
    lines: {
      charged: lineSum('charge') + lineSum('confirm'),
      unknown: lineSum('doubt') - lineSum('confirm'),
      reserved: 0,
    },
  }
  const reserved = lineSum('reserve') - lineSum('charge') - lineSum('doubt') - lineSum('release')
  if (new Set(Object.values(books).map((book) => JSON.stringify(book))).size !== 1 || reserved !== 0) {
    throw new Error(`our own books differ: ${JSON.stringify({ ...books, reserved })}`)
  }
  if (called.size !== ledger.length) throw new Error('the provider was called twice for one edit')
  const paid = edits.filter((edit) => called.has(edit.prompt))
  if (paid.length !== ledger.length) throw new Error('the provider charged for an edit that we do not know')
  const lost = paid.filter((edit) => edit.state !== 'done' && edit.state !== 'unknown')
  if (lost.length > 0) throw new Error(`paid for and not there: ${lost.map(({ state }) => state).join(', ')}`)
  return { edits: edits.length, done: count('done'), unknown: count('unknown'), calls: ledger.length }
}

/** Objects that no row needs, and rows whose object is not there. */
export async function strayBytes(db: Database, objects: ObjectStore): Promise<{ orphans: number; missing: number }> {
  const needed = new Set<string>()
  const images = await db.selectFrom('images').select(['sha256', 'original_sha256']).execute()
  for (const { sha256, original_sha256: original } of images) {
    needed.add(sha256)
    if (original !== null) needed.add(original)
  }
  for (const { sha256 } of await db.selectFrom('masks').select('sha256').execute()) needed.add(sha256)
  let orphans = 0
  for await (const sha256 of objects.list()) {
    if (!needed.delete(sha256)) orphans++
  }
  return { orphans, missing: needed.size }
}
