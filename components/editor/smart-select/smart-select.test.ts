import { describe, expect, test, vi } from 'vitest'
import type { Region } from '#lib/mask/region.ts'
import { createSmartSelect, type SmartSelectStatus } from './smart-select.ts'
import type { CutAnswer } from './smart-select.worker.ts'
import type { SmartSelectLink } from './smart-select-link.ts'

const image = { url: '/picture', width: 40, height: 30 }
const box = { x: 1, y: 2, width: 10, height: 9 }
const dot = { points: [{ x: 3, y: 3 }], sign: 'keep', sizePx: 5 } as const
const regionAt = (x: number): Region => ({ rect: { x, y: 0, width: 1, height: 1 }, coverage: Uint8Array.of(255) })
const found = (x: number): CutAnswer => ({ kind: 'found', region: regionAt(x), outline: [] })

/** A worker that answers when the test says so. */
function createFakeWorker() {
  const asked: string[] = []
  const answers: ((answer: CutAnswer | Error) => void)[] = []
  let share: (share: number | null) => void = () => {}
  let loaded: (outcome?: Error) => void = () => {}
  let links = 0
  const wish = (name: string): Promise<CutAnswer> => {
    asked.push(name)
    return new Promise((resolve, reject) => {
      answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer)))
    })
  }
  const connect = (): SmartSelectLink => {
    links++
    return {
      load: (_, onShare) => {
        share = onShare
        return new Promise((resolve, reject) => {
          loaded = (outcome) => (outcome ? reject(outcome) : resolve())
        })
      },
      box: () => wish('box'),
      scribble: () => wish('scribble'),
      takeBack: () => wish('take back'),
      reset: async () => {
        asked.push('reset')
      },
      close: () => {
        asked.push('close')
      },
    }
  }
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
  return {
    asked,
    connect,
    links: () => links,
    share: (value: number | null) => share(value),
    async load(outcome?: Error) {
      loaded(outcome)
      await settle()
    },
    async answer(answer: CutAnswer | Error) {
      answers.shift()?.(answer)
      await settle()
    },
  }
}

function start() {
  const worker = createFakeWorker()
  const said: SmartSelectStatus[] = []
  const shown: (Region | null)[] = []
  const select = createSmartSelect({
    image,
    connect: worker.connect,
    onStatus: (status) => said.push(status),
    onRegion: (region) => shown.push(region),
  })
  return { worker, said, shown, select }
}

describe('smart select', () => {
  test('loads on first use, tells how far it is, and answers the box that waited', async () => {
    const { worker, said, shown, select } = start()
    expect(worker.links()).toBe(0)
    const answer = select.box(box)
    worker.share(0.43)
    expect(worker.asked).toEqual([])
    await worker.load()
    await worker.answer(found(1))
    expect(await answer).toEqual(found(1))
    expect(said).toEqual([
      { kind: 'loading', share: null },
      { kind: 'loading', share: 0.43 },
      { kind: 'working' },
      { kind: 'found' },
    ])
    expect(shown).toEqual([regionAt(1)])
    expect(select.region()).toEqual(regionAt(1))
    expect(worker.links()).toBe(1)
  })

  test('made ready before it is asked, it waits in silence', async () => {
    const { worker, said, select } = start()
    select.prepare()
    select.prepare()
    await worker.load()
    expect(worker.links()).toBe(1)
    expect(said.map(({ kind }) => kind)).toEqual(['loading', 'idle'])
  })

  test('of two wishes the later is answered; the worker hears both, in order', async () => {
    const { worker, shown, select } = start()
    const first = select.box(box)
    const second = select.scribble(dot)
    await worker.load()
    await worker.answer({ kind: 'overtaken' })
    await worker.answer(found(2))
    expect(await first).toEqual({ kind: 'overtaken' })
    expect(await second).toEqual(found(2))
    expect(worker.asked).toEqual(['box', 'scribble'])
    expect(shown).toEqual([regionAt(2)])
  })

  test('a reset throws away what is shown and what is still to come', async () => {
    const { worker, said, shown, select } = start()
    const answer = select.box(box)
    await worker.load()
    select.reset()
    await worker.answer(found(1))
    expect(await answer).toEqual({ kind: 'overtaken' })
    expect(shown).toEqual([])
    expect(said.at(-1)).toEqual({ kind: 'idle' })
    expect(worker.asked).toEqual(['box', 'reset'])
  })

  test('that nothing was found stays said after the reset that follows', async () => {
    const { worker, said, select } = start()
    const answer = select.box(box)
    await worker.load()
    await worker.answer({ kind: 'nothing' })
    expect(await answer).toEqual({ kind: 'nothing' })
    select.reset()
    expect(said.at(-1)).toEqual({ kind: 'nothing' })
  })

  test('a failure is told once, and the next wish tries again with a new worker', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { worker, said, select } = start()
    const answer = select.box(box)
    await worker.load(new Error('no photograph'))
    expect(await answer).toEqual({ kind: 'nothing' })
    expect(said.filter(({ kind }) => kind === 'failed')).toHaveLength(1)
    expect(logged).toHaveBeenCalledTimes(1)
    select.prepare()
    expect(worker.links()).toBe(1)
    const again = select.box(box)
    expect(worker.links()).toBe(2)
    await worker.load()
    await worker.answer(found(3))
    expect(await again).toEqual(found(3))
    logged.mockRestore()
  })

  test('a worker that dies in the middle of its work fails the same way', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { worker, said, select } = start()
    const answer = select.box(box)
    await worker.load()
    await worker.answer(new Error('out of memory'))
    expect(await answer).toEqual({ kind: 'nothing' })
    expect(said.at(-1)).toEqual({ kind: 'failed' })
    expect(worker.asked).toEqual(['box', 'close'])
    logged.mockRestore()
  })

  test('after a minute of rest the worker goes, and with it the pixels', async () => {
    vi.useFakeTimers()
    const { worker, select } = start()
    select.prepare()
    select.reset()
    vi.advanceTimersByTime(59_000)
    expect(worker.asked).not.toContain('close')
    vi.advanceTimersByTime(1_000)
    expect(worker.asked).toContain('close')
    vi.useRealTimers()
  })
})
