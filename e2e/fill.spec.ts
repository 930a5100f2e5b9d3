// The fill of a studio without a key: what the preview shows is what is stored, and lines along which edges continue.
import { test as base, expect } from '@playwright/test'
import sharp from 'sharp'
import { callsOf } from './calls.ts'
import { addPicture, canvasOf, imageIdOf, stroke } from './editor-page.ts'
import type { Bytes } from './pictures.ts'
import { type Studio, startStudio } from './studio.ts'

/** A studio without a key. */
const test = base.extend<object, { studio: Studio }>({
  studio: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
    async ({}, use) => {
      const studio = await startStudio()
      await use(studio)
      await studio.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ studio }, use) => use(studio.url),
})

const size = { width: 400, height: 300 }

/** Two grounds with an edge between them, both with a grain. */
async function shore(): Promise<{ name: string; bytes: Bytes }> {
  const data = Buffer.from(
    Array.from({ length: size.width * size.height }, (_, at) => {
      const grain = Math.imul(at, 0x9e3779b1) >>> 28
      return Math.floor(at / size.width) < 150 ? [200 + grain, 190 + grain, 150] : [30, 80 + grain, 120 + grain]
    }).flat(),
  )
  const bytes = await sharp(data, { raw: { ...size, channels: 3 } })
    .png()
    .toBuffer()
  return { name: 'shore.png', bytes: new Uint8Array(bytes) }
}

const hole = [
  { x: 0.48, y: 0.44 },
  { x: 0.5, y: 0.56 },
  { x: 0.52, y: 0.44 },
]

test('the preview lies over the mask, gives way to the hand, and is made with the seed of the edit', async ({
  page,
  studio,
}) => {
  const imageId = await addPicture(page, await shore())
  await stroke(page, hole)
  const over = page.getByTestId('preview-over')
  await expect(over).toBeVisible()
  await expect(page.getByRole('img', { name: 'Preview of the operation' })).toBeVisible()

  // A hand that paints sees its mask.
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5)
  await page.mouse.down()
  await expect(over).toHaveCount(0)
  await page.mouse.move(box.x + box.width * 0.51, box.y + box.height * 0.5, { steps: 3 })
  await page.mouse.up()
  await expect(over).toBeVisible()

  // It can be kept in the panel.
  await page.getByRole('button', { name: 'Hide on the picture' }).click()
  await expect(over).toHaveCount(0)
  await page.getByRole('button', { name: 'Show on the picture' }).click()
  await expect(over).toBeVisible()
  const shown = await over.evaluate((canvas: HTMLCanvasElement) => [
    ...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []),
  ])

  await page.getByRole('button', { name: /^Edit/ }).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  await expect(over).toHaveCount(0)
  // The copy of so small a picture is the picture itself: there the preview is the result, sample by sample.
  const stored = await callsOf(studio.url).pixels(imageIdOf(page))
  expect(imageIdOf(page)).not.toBe(imageId)
  let covered = 0
  let different = 0
  for (let at = 0; at < size.width * size.height; at++) {
    if (shown[at * 4 + 3] === 0) continue
    covered++
    for (let c = 0; c < 3; c++) if (shown[at * 4 + c] !== stored[at * 3 + c]) different++
  }
  expect(covered).toBeGreaterThan(500)
  expect(different).toBe(0)
})

test('guide lines are drawn, taken back and removed, by hand and by numbers, and sent with the fill', async ({
  page,
  studio,
}) => {
  const imageId = await addPicture(page, await shore())
  await stroke(page, hole)
  await page.getByRole('button', { name: 'Draw a guide line' }).click()
  const lines = page.getByTestId('guides')
  // A drag is a straight line; clicks make a bent one.
  await stroke(page, [
    { x: 0.3, y: 0.5 },
    { x: 0.7, y: 0.5 },
  ])
  await expect(lines).toHaveAttribute('data-count', '1')
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  for (const x of [0.35, 0.5, 0.65]) await page.mouse.click(box.x + box.width * x, box.y + box.height * 0.4)
  await page.keyboard.press('Enter')
  await expect(lines).toHaveAttribute('data-count', '2')
  await page.keyboard.press('Control+z')
  await expect(lines).toHaveAttribute('data-count', '1')
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(lines).toHaveAttribute('data-count', '2')
  await page.getByRole('button', { name: /^Remove line 1/ }).click()
  await expect(lines).toHaveAttribute('data-count', '1')

  await page.getByRole('button', { name: 'Numbers', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Guide line by numbers' })
  await form.getByLabel('From X').fill('60')
  await form.getByLabel('From Y').fill('150')
  await form.getByLabel('To X').fill('340')
  await form.getByLabel('To Y').fill('150')
  await form.getByRole('button', { name: 'Draw' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Guide lines' })).toContainText('60, 150 to 340, 150')

  // The mask was never touched, and a reload keeps the lines.
  await page.reload()
  await expect(lines).toHaveAttribute('data-count', '2')
  await page.getByRole('button', { name: /^Edit/ }).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  expect(edit.operation).toMatchObject({
    kind: 'fill',
    guides: [
      expect.arrayContaining([expect.anything()]),
      [
        { x: 60, y: 150 },
        { x: 340, y: 150 },
      ],
    ],
  })
  expect(edit.operation?.kind === 'fill' && edit.operation.guides?.[0]).toHaveLength(3)
})
