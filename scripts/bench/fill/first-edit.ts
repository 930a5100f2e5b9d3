// A newcomer's first edit without a key: a studio that has just started, a sample or a photograph of a phone, one stroke,
// Edit; until the preview, and until the stored version is on the screen. A preview that is never seen is null: the
// version came first. The browser and the server share the machine, as they do at home.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import sharp from 'sharp'
import type { Receipt } from '#lib/edits/receipt.ts'
import { startStudio } from '../../../e2e/studio.ts'
import { chromiumOptions } from '../../chromium.ts'
import { root } from './photographs.ts'

export type FirstEdit = {
  picture: string
  hole: string
  previewMs: number | null
  storedMs: number
  steps: Receipt['timesMs']
}

/** Along the spoon, in shares of the stage that the picture fills; as wide as the brush is to begin with. */
const spoon = { from: { x: 0.58, y: 0.55 }, to: { x: 0.52, y: 0.72 } }

/** One studio and one browser for each, so that nothing is warm. */
export async function timeFirstEdits(rounds: number): Promise<FirstEdit[]> {
  const sample = await readFile(join(root, 'public', 'samples', 'coffee.png'))
  const phone = await sharp(sample).resize(4032, 2688, { kernel: 'lanczos3' }).jpeg({ quality: 92 }).toBuffer()
  const pictures = [
    { picture: 'sample, 0.2 MP', file: { name: 'coffee.png', mimeType: 'image/png', buffer: sample } },
    { picture: 'photograph, 11 MP', file: { name: 'coffee.jpg', mimeType: 'image/jpeg', buffer: phone } },
  ]
  const times: FirstEdit[] = []
  for (let round = 0; round < rounds; round++) {
    for (const { picture, file } of pictures) times.push({ picture, ...(await timeFirstEdit(file)) })
  }
  return times
}

type File = { name: string; mimeType: string; buffer: Buffer }

async function timeFirstEdit(file: File): Promise<Omit<FirstEdit, 'picture'>> {
  const studio = await startStudio()
  let browser: Browser | null = null
  try {
    browser = await chromium.launch(chromiumOptions())
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
    await page.goto(studio.url)
    await page.locator('input[type=file]').first().setInputFiles(file)
    await page.waitForURL(/\/images\//)
    await page.locator('[data-testid=canvas][aria-busy=false]').waitFor()
    await stroke(page)
    const edit = page.getByRole('button', { name: /^Edit, costs nothing/ })
    await edit.and(page.locator(':enabled')).waitFor()
    const covers = /covers ([\d.]*[1-9]) percent/
    await page.getByRole('application', { name: covers }).waitFor()
    const hole = covers.exec((await page.getByTestId('canvas').getAttribute('aria-label')) ?? '')?.[1] ?? '?'
    const startedAt = performance.now()
    await edit.click()
    const preview = page
      .getByTestId('preview-over')
      .waitFor({ timeout: 10_000 })
      .then(
        () => performance.now() - startedAt,
        () => null,
      )
    await page.getByText('Stored as v2').waitFor()
    const storedMs = performance.now() - startedAt
    const { edits } = await (await fetch(`${studio.url}/api/edits`)).json()
    return { hole: `${hole} %`, previewMs: await preview, storedMs, steps: edits[0].receipt.timesMs }
  } finally {
    await browser?.close()
    await studio.stop()
  }
}

async function stroke(page: Page): Promise<void> {
  const box = await page.locator('.konvajs-content').boundingBox()
  if (box === null) throw new Error('The editor shows no canvas.')
  const at = ({ x, y }: { x: number; y: number }): [number, number] => [box.x + box.width * x, box.y + box.height * y]
  await page.mouse.move(...at(spoon.from))
  await page.mouse.down()
  await page.mouse.move(...at(spoon.to), { steps: 20 })
  await page.mouse.up()
}
