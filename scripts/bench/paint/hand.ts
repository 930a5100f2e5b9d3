// A hand at the pointer: the browser's own input events, sent on a clock and not awaited, so that a page that is slow
// gets its events all the same, as from a real mouse.
import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession } from 'playwright'

export type Place = { readonly x: number; readonly y: number }

export const everyMs = 10

/** The same numbers in every run and for every page. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A loop around somewhere near the middle, `count` places long; the same for the same number. */
export function pathOf(number: number, { middle, count }: { middle: Place; count: number }): Place[] {
  const random = createRandom(number * 7919 + 17)
  random()
  const between = (low: number, high: number): number => low + random() * (high - low)
  const [x, y] = [middle.x + between(-200, 200), middle.y + between(-110, 110)]
  const [rx, ry] = [between(30, 90), between(30, 80)]
  const [phase, turns] = [between(0, 6), between(1, 2)]
  return Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI * turns + phase
    return { x: x + rx * Math.cos(angle), y: y + ry * Math.sin(1.7 * angle) }
  })
}

const mouse = (cdp: CDPSession, type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Place) =>
  cdp.send('Input.dispatchMouseEvent', {
    ...{ type, x, y, button: 'left', clickCount: 1, pointerType: 'mouse' },
    buttons: type === 'mouseReleased' ? 0 : 1,
  })

/** Calls once per tick until all is sent; resolves when the page has taken it all. */
async function onClock(count: number, send: (i: number) => Promise<unknown>): Promise<void> {
  const sent: Promise<unknown>[] = []
  const start = performance.now()
  for (let i = 0; i < count; i++) {
    const restMs = start + i * everyMs - performance.now()
    if (restMs > 0) await sleep(restMs)
    sent.push(send(i))
  }
  await Promise.all(sent)
}

export async function paintOnClock(cdp: CDPSession, path: readonly Place[]): Promise<void> {
  const last = path.length - 1
  await onClock(path.length, (i) =>
    mouse(cdp, i === 0 ? 'mousePressed' : i === last ? 'mouseReleased' : 'mouseMoved', path[i]),
  )
}

/** As fast as the page takes it. */
export async function paintAtOnce(cdp: CDPSession, path: readonly Place[]): Promise<void> {
  const [first] = path
  const moves = path.map((place) => () => mouse(cdp, 'mouseMoved', place))
  await Promise.all([
    mouse(cdp, 'mousePressed', first),
    ...moves.map((move) => move()),
    mouse(cdp, 'mouseReleased', path[path.length - 1]),
  ])
}

type Turn = { readonly at: Place; readonly count: number; readonly deltaY: number; readonly shift: boolean }

export async function turnWheel(cdp: CDPSession, { at, count, deltaY, shift }: Turn): Promise<void> {
  const { x, y } = at
  await onClock(count, () =>
    cdp.send('Input.dispatchMouseEvent', {
      ...{ type: 'mouseWheel', x, y, deltaX: 0, deltaY, pointerType: 'mouse', button: 'none' },
      modifiers: shift ? 8 : 0,
    }),
  )
}
