// Pen and fingers as the browser's own input events, and what they left in the mask.
import { type CDPSession, expect, type Page } from '@playwright/test'
import { keptMask } from './editor-page.ts'

type Place = readonly [number, number]

export type Hands = {
  /** A pen goes down, along, and up; the pressure at each place from 0 to 1. */
  pen(places: readonly (readonly [...Place, number])[], options?: { button?: 'left' | 'right' }): Promise<void>
  /** Each finger goes along its own places, all of the same number; then all are lifted. */
  fingers(paths: readonly (readonly Place[])[]): Promise<void>
}

export async function handsOn(page: Page): Promise<Hands> {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  const pen = (
    type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
    [x, y, force]: readonly [...Place, number],
    button: 'left' | 'right',
  ) =>
    cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button,
      buttons: type === 'mouseReleased' ? 0 : button === 'left' ? 1 : 2,
      clickCount: 1,
      pointerType: 'pen',
      force: type === 'mouseReleased' ? 0 : force,
    })
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', places: readonly Place[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: places.map(([x, y], id) => ({ x, y, id })) })
  return {
    async pen(places, { button = 'left' } = {}) {
      await pen('mousePressed', places[0], button)
      for (const place of places.slice(1)) await pen('mouseMoved', place, button)
      await pen('mouseReleased', places[places.length - 1], button)
    },
    async fingers(paths) {
      for (let count = 1; count <= paths.length; count++) {
        await touch(
          'touchStart',
          paths.slice(0, count).map(([first]) => first),
        )
      }
      for (let step = 1; step < paths[0].length; step++) {
        await touch(
          'touchMove',
          paths.map((path) => path[step]),
        )
      }
      await touch('touchEnd', [])
    },
  }
}

export type Probe = { at(x: number, y: number): number; readonly covered: number }

/** The mask as the browser keeps it, once `ready` says yes to it. */
export async function keptWhere(
  page: Page,
  imageId: string,
  width: number,
  ready: (probe: Probe) => boolean,
): Promise<Probe> {
  let probe: Probe = { at: () => 0, covered: 0 }
  await expect
    .poll(
      async () => {
        const mask = await keptMask(page, imageId)
        if (!mask) return false
        let covered = 0
        for (const value of mask) if (value > 0) covered++
        probe = { at: (x, y) => mask[Math.round(y) * width + Math.round(x)], covered }
        return ready(probe)
      },
      { timeout: 60_000 },
    )
    .toBe(true)
  return probe
}
