// waiting → fetching: a ticket is asked for until the engine has an answer. Asking is free, so it goes on through whatever
// is in the way, and after a crash the next holder of the lease asks for the same ticket.
import { setTimeout as sleep } from 'node:timers/promises'
import { lifeOf } from '../db/edits.ts'
import type { EngineOutcome, PollOutcome } from '../engines/engine.ts'
import type { Step } from './lease.ts'
import { reached } from './milestones.ts'
import { commitOutcome } from './send.ts'

/** Nothing that was accepted takes that long; and even then it is asked for once more, for the studio may have slept. */
const giveUpMs = 60 * 60_000

export const pollTicket: Step = async (ports, lease) => {
  const { edit, signal } = lease
  const life = lifeOf(edit)
  if (life.state !== 'waiting') return
  const { ticket, attemptId } = life
  for (let polls = 0; ; polls++) {
    // A profile may have been changed meanwhile: each time as it is now.
    const engine = ports.engines.get(edit.engine)
    if (!engine?.poll || signal.aborted) return
    const polled = await engine.poll(ticket, signal)
    if (signal.aborted) return
    const outcome = isAnswer(polled) ? polled : overdue(edit.sent_at ?? edit.queued_at, ports.now())
    if (outcome) {
      reached('ticket answered')
      await commitOutcome(ports, lease, { attemptId, outcome })
      reached('answer committed')
      return
    }
    const askedToWait = polled.kind === 'later' ? (polled.retryAfterMs ?? 0) : 0
    await sleep(Math.max(askedToWait, pauseMs(polls)), undefined, { signal }).catch(() => undefined)
  }
}

/** What came of the ticket; anything else only means that nothing is known yet. */
const isAnswer = (
  polled: PollOutcome,
): polled is Extract<EngineOutcome, { kind: 'url' | 'bytes' | 'refused' | 'lost' }> =>
  polled.kind === 'url' || polled.kind === 'bytes' || polled.kind === 'refused' || polled.kind === 'lost'

function overdue(sentAt: number, now: number): EngineOutcome | null {
  return now - sentAt > giveUpMs ? { kind: 'lost', code: 'answer_lost' } : null
}

/** Most answers come within ten seconds. */
const pauseMs = (polls: number): number => (polls < 20 ? 700 : polls < 60 ? 2_000 : 5_000)
