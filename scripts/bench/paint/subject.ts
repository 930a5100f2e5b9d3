// What is compared: each page alone in a browser of its own, in the same window.
import { readFile } from 'node:fs/promises'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright'
import { chromiumOptions } from '../../chromium.ts'
import type { Place } from './hand.ts'
import { installRecorder } from './recorder.ts'

export const names = ['empty', 'hard', 'soft', 'sketch'] as const
/** `hard` and `soft` are Frisket's brush. */
export type SubjectName = (typeof names)[number]

export type Subject = {
  readonly name: SubjectName
  readonly page: Page
  readonly cdp: CDPSession
  /** Of what can be painted on. */
  readonly middle: Place
  /** What its brush leaves from now on; nothing to choose on other pages. */
  paintWith(value: 'Edit' | 'Partial'): Promise<void>
  memoryMb(): Promise<number>
  close(): Promise<void>
}

export type Opening = {
  readonly studioUrl: string
  readonly pagesUrl: string
  readonly imageId: string
  /** The brush in image px, and in CSS px as Frisket shows it. */
  readonly brushPx: number
  readonly shownPx: number
}

const canvas = '[data-testid=canvas]'
const paintsOn = { empty: 'canvas', hard: canvas, soft: canvas, sketch: '#root' } as const
const paintedBy = { empty: 'clearRect', hard: 'putImageData', soft: 'putImageData', sketch: 'path' } as const

export async function openSubject(name: SubjectName, opening: Opening): Promise<Subject> {
  const browser = await chromium.launch(chromiumOptions())
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  await page.addInitScript(installRecorder, paintedBy[name])
  const { pagesUrl, studioUrl, imageId, brushPx, shownPx } = opening
  switch (name) {
    case 'empty':
      await page.goto(`${pagesUrl}/empty`)
      break
    case 'sketch':
      await page.goto(`${pagesUrl}/sketch?width=${shownPx}`, { waitUntil: 'networkidle' })
      break
    default: {
      const tools = { hardness: name === 'hard' ? 1 : 0, value: 255, colour: 'rubylith', opacity: 0.5 }
      await page.addInitScript(
        ([id, size, kept]) => {
          localStorage.setItem(`frisket.brush.${id}`, size)
          localStorage.setItem('frisket.tools', kept)
        },
        [imageId, String(brushPx), JSON.stringify(tools)],
      )
      await page.goto(`${studioUrl}/images/${imageId}`)
      await page.locator(`${canvas}[aria-busy=false]`).waitFor()
      // The photograph's levels are made in the worker; until they are there, nothing is asked of it.
      await page.waitForLoadState('networkidle')
      await page.waitForTimeout(2000)
    }
  }
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  const box = await page.locator(paintsOn[name]).boundingBox()
  if (box === null) throw new Error(`${name} shows nothing to paint on`)
  return {
    name,
    page,
    cdp,
    middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    async paintWith(value) {
      if (name === 'hard' || name === 'soft') await page.getByRole('radio', { name: value, exact: true }).check()
    },
    memoryMb: () => memoryOf(browser),
    close: () => browser.close(),
  }
}

/** All of the browser's processes, shared pages counted once; NaN where there is no /proc. */
async function memoryOf(browser: Browser): Promise<number> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  await cdp.detach()
  try {
    const kilobytes = await Promise.all(
      processInfo.map(async ({ id }) => {
        const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8')
        return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1])
      }),
    )
    return kilobytes.reduce((sum, part) => sum + part, 0) / 1024
  } catch {
    return Number.NaN
  }
}
