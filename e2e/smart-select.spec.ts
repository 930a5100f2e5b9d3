// Smart select as a hand uses it: a box or a scribble, plus and minus, the words on its first use; and the page goes on.
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import type { ImagePoint, Size } from '../lib/core/geometry.ts'
import { callsOf } from './calls.ts'
import { canvasOf, isReady, keptMask, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { discPicture, drag, largeSize, placesOf } from './mask-tools.ts'
import { type Bytes, bytesOf } from './pictures.ts'

const size = { width: 900, height: 600 }
const disc = { x: 300, y: 300, radius: 130 }
const square = { x: 600, y: 220, side: 160 }

/** The disc's edge is as soft as a lens makes it: it fades over so many pixels. */
const edgePx = 6

/** A red disc and a blue square on a ground that is not quite even. */
async function twoThings(): Promise<Bytes> {
  const samples = Buffer.alloc(size.width * size.height * 3)
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at += 3) {
      const share = Math.min(1, Math.max(0, (disc.radius - Math.hypot(x - disc.x, y - disc.y)) / edgePx + 0.5))
      const inSquare = x >= square.x && y >= square.y && x < square.x + square.side && y < square.y + square.side
      const grain = (x * 7 + y * 13) % 9
      const under = inSquare ? [40, 60, 180 + grain] : [150, 150 + grain, 140]
      const red = [190 + grain, 40, 40]
      samples.set(
        red.map((value, i) => Math.round(share * value + (1 - share) * under[i])),
        at,
      )
    }
  }
  return bytesOf(
    await sharp(samples, { raw: { ...size, channels: 3 } })
      .png()
      .toBuffer(),
  )
}

type Opening = { readonly page: Page; readonly studioUrl: string; readonly bytes: Bytes; readonly picture: Size }

async function open({ page, studioUrl, bytes, picture }: Opening) {
  const { id } = await callsOf(studioUrl).upload(bytes, 'things.png')
  await page.goto(`/images/${id}`)
  await isReady(page)
  const place = await placesOf(page, picture)
  return {
    id,
    at: (x: number, y: number): [number, number] => place({ x, y } satisfies ImagePoint),
    /** What is kept at some places, one after the other. */
    values: async (places: readonly (readonly [number, number])[]): Promise<number[] | null> => {
      const mask = await keptMask(page, id)
      return mask && places.map(([x, y]) => mask[y * picture.width + x])
    },
  }
}

const shown = (page: Page) => page.getByRole('group', { name: 'Selection shown' })
const says = (page: Page, words: string | RegExp) =>
  expect(page.getByRole('status', { name: 'Smart select' })).toHaveText(words)

const onDisc = [disc.x, disc.y] as const
const onSquare = [square.x + 80, square.y + 80] as const
const onGround = [60, 60] as const

test('a box selects the thing in it to the pixel, on 20 MP, and Enter makes it the mask', async ({ page, studio }) => {
  const { id, at, values } = await open({
    page,
    studioUrl: studio.url,
    bytes: await discPicture(largeSize),
    picture: largeSize,
  })
  const [x, y] = [largeSize.width / 2, largeSize.height / 2]
  await page.keyboard.press('s')
  await drag(page, [at(x - 1200, y - 1100), at(x + 1200, y + 1150)])
  await says(page, 'Scribble to refine')
  // It is only shown yet.
  expect(await keptMask(page, id)).toBeNull()
  await page.keyboard.press('Enter')
  await expect(shown(page)).toBeHidden()
  await expect
    .poll(() =>
      values([
        [x, y],
        [x + 880, y],
        [x, y - 880],
        [x + 920, y],
        [x - 1000, y + 1000],
      ]),
    )
    .toEqual([255, 255, 255, 0, 0])
  const mask = await keptMask(page, id)
  if (!mask) throw new Error('no mask is kept')
  let wrong = 0
  for (let i = 0; i < mask.length; i++) {
    const inside = Math.hypot((i % largeSize.width) - x, Math.floor(i / largeSize.width) - y) < 900
    if (mask[i] > 127 !== inside) wrong++
  }
  // Along an edge of 5655 px, no pixel in ten is on the wrong side.
  expect(wrong).toBeLessThan(565)
})

test('plus and minus: scribbles take things in and leave them out, by button, by Alt, and one step back', async ({
  page,
  studio,
}) => {
  const { at, values } = await open({ page, studioUrl: studio.url, bytes: await twoThings(), picture: size })
  const answered = async (act: () => Promise<void>) => {
    await act()
    await says(page, 'Scribble to refine')
  }
  await page.keyboard.press('s')
  await answered(() => drag(page, [at(140, 140), at(460, 470)]))
  await answered(() => drag(page, [at(640, 300), at(720, 300)]))
  await answered(() => shown(page).getByRole('button', { name: 'Take the last step back' }).click())
  await answered(() => drag(page, [at(640, 260), at(720, 330)]))
  await page.keyboard.press('Enter')
  await expect.poll(() => values([onDisc, onSquare, onGround])).toEqual([255, 255, 0])

  // Both things in one box; one of them is left out again.
  await drag(page, [at(120, 120), at(820, 480)])
  await says(page, 'Scribble to refine')
  await page.keyboard.down('Alt')
  await answered(() => drag(page, [at(640, 260), at(720, 330)]))
  await page.keyboard.up('Alt')
  await page.keyboard.press('Enter')
  await expect.poll(() => values([onDisc, onSquare, onGround])).toEqual([255, 0, 0])

  // The same for a hand without Alt.
  await drag(page, [at(120, 120), at(820, 480)])
  await says(page, 'Scribble to refine')
  await shown(page).getByRole('radio', { name: 'Leave out' }).check({ force: true })
  await answered(() => drag(page, [at(250, 260), at(340, 330)]))
  await shown(page).getByRole('button', { name: 'Apply' }).click()
  await expect.poll(() => values([onDisc, onSquare, onGround])).toEqual([0, 255, 0])
})

test('a selection can begin with a scribble, is as soft as its thing, and Shift at its press adds it', async ({
  page,
  studio,
}) => {
  const { at, values } = await open({ page, studioUrl: studio.url, bytes: await twoThings(), picture: size })
  await page.keyboard.press('s')
  await page.getByRole('radio', { name: 'Scribble' }).check({ force: true })
  await drag(page, [at(250, 300), at(350, 310)])
  await says(page, 'Scribble to refine')
  await page.keyboard.press('Enter')
  await expect.poll(() => values([onDisc, onSquare, onGround])).toEqual([255, 0, 0])
  // The region's edge is as soft as the thing's own.
  const edge = await values(
    Array.from({ length: 2 * edgePx + 1 }, (_, i) => [disc.x + disc.radius - edgePx + i, disc.y] as const),
  )
  expect([edge?.[0], edge?.[2 * edgePx]]).toEqual([255, 0])
  expect(edge).toEqual(edge?.toSorted((a, b) => b - a))
  expect(edge?.filter((value) => value > 20 && value < 235).length).toBeGreaterThanOrEqual(2)

  await page.keyboard.down('Shift')
  await drag(page, [at(640, 300), at(720, 300)])
  await page.keyboard.up('Shift')
  await says(page, 'Scribble to refine')
  await page.keyboard.press('Enter')
  await expect.poll(() => values([onDisc, onSquare, onGround])).toEqual([255, 255, 0])
  await page.keyboard.press('Control+z')
  await expect.poll(() => values([onDisc, onSquare])).toEqual([255, 0])
})

test('by the keyboard alone: the box, and Escape and Enter', async ({ page, studio }) => {
  const { at, values } = await open({ page, studioUrl: studio.url, bytes: await twoThings(), picture: size })
  await page.keyboard.press('s')
  await canvasOf(page).focus()
  // From where a pointer was last, 40 px at a time.
  await page.mouse.move(...at(130, 130))
  const box = async () => {
    await page.keyboard.down('Space')
    for (let n = 0; n < 9; n++) for (const key of ['ArrowRight', 'ArrowDown']) await page.keyboard.press(`Shift+${key}`)
    await page.keyboard.up('Space')
    await says(page, 'Scribble to refine')
  }
  await page.keyboard.press('ArrowRight')
  await box()
  await page.keyboard.press('Escape')
  await expect(shown(page)).toBeHidden()
  for (let n = 0; n < 9; n++) for (const key of ['ArrowLeft', 'ArrowUp']) await page.keyboard.press(`Shift+${key}`)
  await box()
  await page.keyboard.press('Enter')
  await expect.poll(() => values([onDisc, onSquare, onGround])).toEqual([255, 0, 0])
})

test('the first use says that it loads; meanwhile the hand paints, and Enter need not wait', async ({
  page,
  studio,
}) => {
  const { id, at, values } = await open({ page, studioUrl: studio.url, bytes: await twoThings(), picture: size })
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(
    (url) => url.pathname === `/i/${id}`,
    async (route) => {
      await released
      await route.continue()
    },
  )
  await page.keyboard.press('s')
  await drag(page, [at(140, 140), at(460, 470)])
  await says(page, 'Loading smart select…')
  await expect(
    page
      .getByText(/^Loading smart select/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()

  await page.keyboard.press('b')
  await stroke(page, [
    { x: 0.8, y: 0.8 },
    { x: 0.9, y: 0.8 },
  ])
  await expect(canvasOf(page)).toHaveAccessibleName(/mask covers [0-9.]*[1-9][0-9.]* percent/)
  await page.keyboard.press('Control+z')
  await expect(canvasOf(page)).toHaveAccessibleName(/mask covers 0\.0 percent/)

  await page.keyboard.press('s')
  await drag(page, [at(140, 140), at(460, 470)])
  await page.keyboard.press('Enter')
  release()
  await expect.poll(() => values([onDisc, onSquare, onGround])).toEqual([255, 0, 0])
})
