import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { committed, noSpend, type Spend, spendChange } from './budget.ts'
import { type Life, type LifeEvent, type MoneyMove, move, type RawResult } from './lifecycle.ts'

const queued: Life = { state: 'queued', notBefore: 0, deferrals: 0 }
const raw: RawResult = { sha256: 'a'.repeat(64), width: 4, height: 4, format: 'png', bytes: 99 }
const answer: Extract<LifeEvent, { kind: 'answer' }> = {
  kind: 'answer',
  attemptId: 'a',
  source: { kind: 'url', url: 'https://r.example/1' },
  deadlineAt: 9,
}

const anyEvent: fc.Arbitrary<LifeEvent> = fc.constantFrom<LifeEvent>(
  { kind: 'send', attemptId: 'a' },
  { kind: 'send', attemptId: 'b' },
  { kind: 'defer', notBefore: 5, reason: 'engine_busy' },
  { kind: 'hold', now: 5, reason: 'engine_no_credit' },
  { kind: 'repeat', notBefore: 5, code: 'answer_lost' },
  answer,
  { ...answer, attemptId: 'b' },
  { kind: 'ticket', ticket: 't' },
  { kind: 'refuse', code: 'engine_rejected' },
  { kind: 'lose', code: 'answer_lost' },
  { kind: 'postpone', notBefore: 5, fault: true },
  { kind: 'fetch', raw },
  { kind: 'spoil', code: 'result_lost' },
  { kind: 'finish' },
  { kind: 'cancel' },
  { kind: 'recover', now: 7, repeatable: false },
  { kind: 'retry', now: 8 },
  { kind: 'mark-not-charged' },
  { kind: 'dismiss' },
  { kind: 'undecide' },
)

const byUser = new Set<LifeEvent['kind']>(['retry'])

/** Runs the legal ones of a list of events, crashes ("recover") among them. */
function live(
  events: readonly LifeEvent[],
  onMove?: (from: Life, event: LifeEvent, to: Life, money: MoneyMove) => void,
): Life {
  let life = queued
  for (const event of events) {
    const moved = move(life, event)
    if (!moved.ok) continue
    onMove?.(life, event, moved.value.life, moved.value.money)
    life = moved.value.life
  }
  return life
}

describe('the life of an edit', () => {
  test('a plain one goes queued, sending, fetching, finishing, done, and is charged once', () => {
    const seen: string[] = []
    live(
      [{ kind: 'send', attemptId: 'a' }, answer, { kind: 'fetch', raw }, { kind: 'finish' }],
      (_from, _event, to, money) => seen.push(`${to.state} ${money}`),
    )
    expect(seen).toEqual(['sending none', 'fetching charge', 'finishing none', 'done none'])
  })

  test('a crash while sending becomes unknown, and only the user sends again', () => {
    const sent = live([
      { kind: 'send', attemptId: 'a' },
      { kind: 'recover', now: 7, repeatable: false },
    ])
    expect(sent).toMatchObject({ state: 'unknown', error: { code: 'answer_lost', charged: 'unknown' } })
    expect(move(sent, { kind: 'send', attemptId: 'b' })).toEqual({ ok: false, error: 'send in unknown' })
    expect(move(sent, { kind: 'retry', now: 8 })).toMatchObject({
      ok: true,
      value: { life: { state: 'queued' }, money: 'reserve' },
    })
  })

  test('an answer is taken for its own attempt only, also after that was given up, and whatever was decided about it', () => {
    const lost = live([
      { kind: 'send', attemptId: 'a' },
      { kind: 'lose', code: 'answer_lost' },
    ])
    const late = (life: Life, attemptId = 'a') => move(life, { ...answer, attemptId })
    const taken = (money: MoneyMove) => ({ ok: true, value: { life: { state: 'fetching', attemptId: 'a' }, money } })
    expect(late(lost)).toMatchObject(taken('confirm'))
    const decided = (...events: LifeEvent[]): Life =>
      events.reduce((life, event) => {
        const moved = move(life, event)
        if (!moved.ok) throw new Error(moved.error)
        return moved.value.life
      }, lost)
    expect(late(decided({ kind: 'dismiss' }))).toMatchObject(taken('confirm'))
    expect(late(decided({ kind: 'mark-not-charged' }))).toMatchObject(taken('admit'))
    expect(late(lost, 'b')).toEqual({ ok: false, error: 'answer in unknown' })
    expect(late(decided({ kind: 'retry', now: 9 }))).toEqual({ ok: false, error: 'answer in queued' })
    expect(late(decided({ kind: 'retry', now: 9 }, { kind: 'send', attemptId: 'b' })).ok).toBe(false)
  })

  test('a crash of a free call starts it again', () => {
    const again = live([
      { kind: 'send', attemptId: 'a' },
      { kind: 'recover', now: 7, repeatable: true },
    ])
    expect(again).toEqual({ state: 'queued', notBefore: 7, deferrals: 0 })
  })

  test('no sequence of events and crashes sends twice without a refusal in between or an act of the user', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let maySend = true
        let repeats = 0
        live(events, (_from, event) => {
          if (event.kind === 'send') {
            expect(maySend).toBe(true)
            maySend = false
          }
          // These are answers that say "nothing was done": what is sent again then was not sent.
          if (event.kind === 'defer' || event.kind === 'hold') maySend = true
          if (event.kind === 'repeat') {
            maySend = true
            expect(++repeats).toBe(1)
          }
          if (byUser.has(event.kind)) {
            maySend = true
            repeats = 0
          }
        })
      }),
      { numRuns: 2_000 },
    )
  })

  test('nothing is done without its raw result stored before', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        live(events, (from, _event, to) => {
          if (to.state === 'done') expect(from.state).toBe('finishing')
          if (to.state === 'finishing' && from.state !== 'finishing') expect(to.raw).toEqual(raw)
        })
      }),
      { numRuns: 2_000 },
    )
  })

  test('the sums never fall below zero, and what an ended edit leaves is what it says it was charged', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const price = 70_000
        let spend: Spend = { ...noSpend, reserved: price }
        const end = live(events, (_from, _event, _to, money) => {
          if (money === 'none') return
          const change = spendChange(money, price)
          spend = {
            reserved: spend.reserved + change.reserved,
            charged: spend.charged + change.charged,
            unknown: spend.unknown + change.unknown,
          }
          expect(Math.min(spend.reserved, spend.charged, spend.unknown)).toBeGreaterThanOrEqual(0)
        })
        const underWay = end.state === 'queued' || end.state === 'sending' || end.state === 'waiting'
        expect(spend.reserved).toBe(underWay ? price : 0)
        if (end.state === 'done') expect(spend.charged).toBeGreaterThanOrEqual(price)
        if (end.state === 'unknown') expect(spend.unknown).toBeGreaterThanOrEqual(price)
        expect(committed(spend) % price).toBe(0)
      }),
      { numRuns: 2_000 },
    )
  })
})
