// `npm run screenshots`: the pictures of the README, taken of the built studio with the fake provider behind it.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { callsOf } from '../e2e/calls.ts'
import { startCanaryProvider, startStudio } from '../e2e/studio.ts'
import en from '../messages/en.json' with { type: 'json' }
import { chromiumOptions } from './chromium.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'docs', 'pictures')
const sample = 'rocket.jpg'

const provider = await startCanaryProvider()
const studio = await startStudio({ provider })
const browser = await chromium.launch(chromiumOptions())
try {
  await mkdir(folder, { recursive: true })
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    locale: 'en-US',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const bytes = new Uint8Array(await readFile(join(root, 'public', 'samples', sample)))
  const image = await callsOf(studio.url).upload(bytes, sample)

  await page.goto(`${studio.url}/images/${image.id}`)
  await page
    .getByRole('textbox', { name: en.edit.prompt })
    .fill('A pale full moon, half behind thin clouds; the same evening light')
  await paintEllipse(page, { x: 0.41, y: 0.2, width: 0.05, height: 0.08 })
  await page.screenshot({ path: join(folder, 'editor.png') })
  console.log('docs/pictures/editor.png')
} finally {
  await browser.close()
  await studio.stop()
  await provider.close()
}

/** Strokes with the mouse, row by row; centre and size are shares of the canvas. */
async function paintEllipse(page: Page, area: { x: number; y: number; width: number; height: number }): Promise<void> {
  const box = await page.locator('.konvajs-content').boundingBox()
  if (box === null) throw new Error('The editor shows no canvas.')
  const at = (angle: number, scale: number): [number, number] => [
    box.x + box.width * (area.x + (scale * area.width * Math.cos(angle)) / 2),
    box.y + box.height * (area.y + (scale * area.height * Math.sin(angle)) / 2),
  ]
  for (const scale of [1, 0.7, 0.4, 0.1]) {
    await page.mouse.move(...at(0, scale))
    await page.mouse.down()
    for (let step = 1; step <= 48; step++) await page.mouse.move(...at((2 * Math.PI * step) / 48, scale))
    await page.mouse.up()
  }
}
