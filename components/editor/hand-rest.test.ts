import { expect, test } from 'vitest'
import { createHandRest } from './hand-rest.ts'

function desk() {
  let nowMs = 1000
  const hand = { painting: false }
  const waiting: { readonly until: number; go(): void }[] = []
  const rest = createHandRest({
    isPainting: () => hand.painting,
    now: () => nowMs,
    wait: (ms) => new Promise<void>((go) => waiting.push({ until: nowMs + ms, go })),
  })
  /** Lets time pass, and all that waits for it take its turn. */
  const pass = async (ms: number): Promise<void> => {
    for (nowMs += ms; ; ) {
      for (let i = 0; i < 5; i++) await Promise.resolve()
      const due = waiting.findIndex(({ until }) => until <= nowMs)
      if (due < 0) return
      waiting.splice(due, 1)[0].go()
    }
  }
  return { rest, hand, pass }
}

test('work waits until nothing has changed for a while, and no stroke is open', async () => {
  const { rest, hand, pass } = desk()
  const done: string[] = []
  const ask = rest.whenResting(() => done.push('work'))
  rest.moved()
  hand.painting = true
  void ask()
  await pass(1000)
  expect(done).toEqual([])
  hand.painting = false
  rest.moved()
  await pass(200)
  expect(done).toEqual([])
  await pass(100)
  expect(done).toEqual(['work'])
})

test('it is done once for all who asked meanwhile, and again for who asks later', async () => {
  const { rest, pass } = desk()
  let count = 0
  const ask = rest.whenResting(() => ++count)
  rest.moved()
  const [first, second] = [ask(), ask()]
  await pass(300)
  expect([await first, await second]).toEqual([1, 1])
  expect(await ask()).toBe(2)
})
