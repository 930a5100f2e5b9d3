// Mouse, pen, fingers and keys on a picture of 20 MP, through the browser's own input.
import { expect, type Page } from '@playwright/test'
import type { ImagePoint } from '../lib/core/geometry.ts'
import { callsOf } from './calls.ts'
import { canvasOf, isReady } from './editor-page.ts'
import { test } from './fixtures.ts'
import { handsOn, keptWhere, type Probe } from './hands.ts'
import { discPicture, drag, largeSize, placesOf } from './mask-tools.ts'

let large: Promise<Uint8Array<ArrayBuffer>> | null = null

async function openLarge(page: Page, studioUrl: string) {
  large ??= discPicture(largeSize)
  const { id } = await callsOf(studioUrl).upload(await large, 'disc.png')
  await page.goto(`/images/${id}`)
  await isReady(page)
  const place = await placesOf(page, largeSize)
  return {
    id,
    at: (x: number, y: number): readonly [number, number] => place({ x, y } satisfies ImagePoint),
    kept: (ready: (probe: Probe) => boolean) => keptWhere(page, id, largeSize.width, ready),
  }
}

const zoomOf = (page: Page) => page.getByRole('button', { name: 'Zoom level' }).textContent()
const pressed = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true, pressed: true })
/** As wide as no other line of a test: it is seen at any zoom. */
const setSize = async (page: Page, px: number) => {
  await page.getByRole('button', { name: /^Brush size in pixels/ }).click()
  await page.getByRole('textbox', { name: /^Brush size in pixels/ }).fill(String(px))
  await page.keyboard.press('Enter')
}

test('every tool has its key, and a text field has them all', async ({ page, studio }) => {
  await openLarge(page, studio.url)
  for (const [key, name] of [
    ['e', 'Eraser'],
    ['r', 'Rectangle'],
    ['o', 'Ellipse'],
    ['l', 'Lasso'],
    ['p', 'Polygon'],
    ['w', 'Wand'],
    ['s', 'Smart select'],
    ['g', 'Gradient'],
    ['h', 'Pan'],
    ['z', 'Zoom'],
    ['b', 'Brush'],
  ]) {
    await page.keyboard.press(key)
    await expect(pressed(page, name)).toBeVisible()
  }
  await page.keyboard.press('t')
  await page.keyboard.type('eraser')
  await expect(pressed(page, 'Brush')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('eraser')
})

test('held keys: Space pans, ~ erases, and neither stays held when the window loses the focus', async ({
  page,
  studio,
}) => {
  const { at, kept } = await openLarge(page, studio.url)
  await setSize(page, 400)
  await drag(page, [[...at(1000, 1800)], [...at(4500, 1800)]])
  await kept((mask) => mask.at(2700, 1800) === 255)
  await page.keyboard.down('Backquote')
  await drag(page, [[...at(2700, 1500)], [...at(2700, 2100)]])
  await page.keyboard.up('Backquote')
  await kept((mask) => mask.at(2700, 1800) === 0 && mask.at(1500, 1800) === 255)

  const before = await kept(() => true)
  await page.mouse.move(...at(2700, 1000))
  await page.keyboard.down('Space')
  await expect(page.locator('[data-testid=canvas] .konvajs-content').locator('..')).toHaveCSS('cursor', 'grab')
  await page.evaluate(() => window.dispatchEvent(new Event('blur')))
  await page.keyboard.down('Backquote')
  await page.evaluate(() => window.dispatchEvent(new Event('blur')))
  await drag(page, [[...at(2700, 600)], [...at(3000, 600)]])
  await page.keyboard.up('Space')
  await page.keyboard.up('Backquote')
  const after = await kept((mask) => mask.covered > before.covered)
  expect(after.at(2850, 600)).toBe(255)
})

test('digits, swap, undo and redo by their keys', async ({ page, studio }) => {
  const { at, kept } = await openLarge(page, studio.url)
  await setSize(page, 400)
  await page.keyboard.press('5')
  await drag(page, [[...at(1000, 1800)], [...at(2000, 1800)]])
  await kept((mask) => mask.at(1500, 1800) === 128)
  await page.keyboard.press('x')
  await drag(page, [[...at(1500, 1500)], [...at(1500, 2100)]])
  await kept((mask) => mask.at(1500, 1800) === 0)
  await page.keyboard.press('Control+z')
  await kept((mask) => mask.at(1500, 1800) === 128)
  await page.keyboard.press('Control+z')
  await kept((mask) => mask.covered === 0)
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+y')
  await kept((mask) => mask.at(1500, 1800) === 0 && mask.at(1100, 1800) === 128)
})

test('by the keyboard alone: the cursor moves, dabs, and draws; what it covers is said', async ({ page, studio }) => {
  const { kept } = await openLarge(page, studio.url)
  await setSize(page, 400)
  await canvasOf(page).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const dab = await kept((mask) => mask.covered > 0)
  expect(dab.at(2736, 1824)).toBe(255)
  await page.keyboard.down('Space')
  for (let n = 0; n < 4; n++) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.up('Space')
  await kept((mask) => mask.covered > 1.5 * dab.covered)
  await expect(page.getByRole('status').filter({ hasText: /Mask covers [0-9.]+%/ })).toHaveCount(1)
})

test('by the keyboard alone: a polygon, its corners by Space, closed by Enter', async ({ page, studio }) => {
  const { at, kept } = await openLarge(page, studio.url)
  const zoom = (at(1000, 0)[0] - at(0, 0)[0]) / 1000
  await page.keyboard.press('p')
  await canvasOf(page).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  for (let n = 0; n < 5; n++) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Space')
  for (let n = 0; n < 5; n++) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Shape in progress' })).toBeHidden()
  // A right triangle of 200 px a side on the screen, from the middle of the picture to the right and down.
  const inside = await kept((mask) => mask.covered > 0)
  expect(inside.at(2736 + 160 / zoom, 1824 + 60 / zoom)).toBe(255)
  expect(inside.at(2736 + 60 / zoom, 1824 + 160 / zoom)).toBe(0)
  expect(inside.covered * zoom * zoom).toBeGreaterThan(0.95 * 20_000)
  expect(inside.covered * zoom * zoom).toBeLessThan(1.05 * 20_000)
})

test('a pen draws with its pressure, its side button pans, and after it a finger moves the picture', async ({
  page,
  studio,
}) => {
  const { at, kept } = await openLarge(page, studio.url)
  const hands = await handsOn(page)
  await setSize(page, 600)
  await hands.pen([
    [...at(800, 800), 0.2],
    [...at(2600, 800), 0.2],
  ])
  // Without the switch, the brush is as it is set.
  await kept((mask) => mask.at(1700, 800 - 220) === 255)

  await page.getByRole('button', { name: 'Pen and fingers' }).click()
  await page.getByRole('switch', { name: 'Pressure changes the size' }).click()
  await page.getByRole('switch', { name: 'Pressure changes the strength' }).click()
  await page.keyboard.press('Escape')
  await hands.pen([
    [...at(800, 2400), 0.2],
    [...at(2600, 2400), 0.6],
    [...at(4400, 2400), 1],
  ])
  const mask = await kept((probe) => probe.at(4300, 2400) > 200)
  expect(mask.at(900, 2400 + 100)).toBe(0)
  expect(mask.at(4300, 2400 + 200)).toBeGreaterThan(200)
  const along = [900, 1600, 2600, 3500, 4300].map((x) => mask.at(x, 2400))
  expect(along).toEqual([...along].sort((a, b) => a - b))
  expect(along[0]).toBeLessThan(80)

  const zoom = await zoomOf(page)
  await hands.pen(
    [
      [...at(2600, 1600), 0.5],
      [...at(3000, 1600), 0.5],
    ],
    { button: 'right' },
  )
  await hands.fingers([[at(2600, 1600), at(2800, 1700), at(3000, 1800)]])
  await page.waitForTimeout(600)
  const after = await kept(() => true)
  expect([after.covered, await zoomOf(page)]).toEqual([mask.covered, zoom])

  await page.reload()
  await isReady(page)
  await page.getByRole('button', { name: 'Pen and fingers' }).click()
  await expect(page.getByRole('switch', { name: 'Pressure changes the size' })).toBeChecked()
})

test('the other end of a pen erases', async ({ page, studio }) => {
  const { at, kept } = await openLarge(page, studio.url)
  await setSize(page, 400)
  await drag(page, [[...at(1000, 1800)], [...at(4500, 1800)]])
  await kept((mask) => mask.at(2700, 1800) === 255)
  // No protocol can turn a pen around: these are the events of one that is.
  await page.evaluate(
    ([[x, y], [toX, toY]]) => {
      const content = document.querySelector('[data-testid=canvas] canvas')
      const send = (type: string, clientX: number, clientY: number, buttons: number) =>
        content?.dispatchEvent(
          new PointerEvent(type, {
            bubbles: true,
            cancelable: true,
            pointerType: 'pen',
            pointerId: 1,
            isPrimary: true,
            clientX,
            clientY,
            button: 5,
            buttons,
            pressure: 0.5,
          }),
        )
      send('pointerdown', x, y, 32)
      send('pointermove', toX, toY, 32)
      send('pointerup', toX, toY, 0)
    },
    [at(2700, 1500), at(2700, 2100)] as const,
  )
  await kept((mask) => mask.at(2700, 1800) === 0)
  await expect(pressed(page, 'Brush')).toBeVisible()
})

test('one finger draws, two zoom, two tap twice to undo, three tap to redo', async ({ page, studio }) => {
  const { at, kept } = await openLarge(page, studio.url)
  const hands = await handsOn(page)
  await setSize(page, 400)
  await hands.fingers([[at(1000, 1800), at(2000, 1800), at(3000, 1800)]])
  const drawn = await kept((mask) => mask.at(2000, 1800) === 255)

  await hands.fingers([[at(2000, 1000)], [at(3400, 1000)]])
  await hands.fingers([[at(2000, 1000)], [at(3400, 1000)]])
  await kept((mask) => mask.covered === 0)
  await page.waitForTimeout(500)
  await hands.fingers([[at(1200, 1000)], [at(2700, 1000)], [at(4200, 1000)]])
  await kept((mask) => mask.covered === drawn.covered)

  const zoom = Number.parseFloat((await zoomOf(page)) ?? '')
  await hands.fingers([
    [at(2500, 1800), at(2000, 1800), at(1500, 1800)],
    [at(3000, 1800), at(3500, 1800), at(4000, 1800)],
  ])
  await expect.poll(async () => Number.parseFloat((await zoomOf(page)) ?? '')).toBeGreaterThan(3 * zoom)
  expect((await kept(() => true)).covered).toBe(drawn.covered)
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('')
})
