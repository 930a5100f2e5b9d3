// How smooth the library scrolls, measured from outside: the built studio in Chromium under real wheel events, with 10,000
// pictures, beside an empty page that is as long, in the same run. Frame times are the machine's; the ratio is ours.
//
//   npm run bench:library [-- --pictures 10000 --rounds 5]
import { rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright'
import { startStudio } from '../../../e2e/studio.ts'
import { chromiumOptions } from '../../chromium.ts'
import { turnWheel } from '../paint/hand.ts'
import { median, quantile } from '../paint/measure.ts'
import { installRecorder } from '../paint/recorder.ts'
import { fillShelf } from './shelf.ts'

const { values } = parseArgs({
  options: { pictures: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
})
const pictures = Number(values.pictures)
const rounds = Number(values.rounds)
const target = 1.2

/** A wheel event every 10 ms: about four windows in a second, for three of them. */
const turn = { at: { x: 640, y: 500 }, count: 300, deltaY: 32, shift: false }
const settleMs = 1_000

type Scrolled = { p50Ms: number; p95Ms: number; slowFrames: number; longTasks: number; px: number }

async function openPage(browser: Browser, open: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  await page.addInitScript(installRecorder, 'clearRect' as const)
  await open(page)
  await page.locator('main').waitFor()
  return page
}

function openEmpty(browser: Browser, height: number): Promise<Page> {
  const style = 'body{margin:0}main{height:100vh;overflow-y:auto}'
  const html = `<!doctype html><style>${style}</style><main><div style="height:${height}px"></div></main>`
  return openPage(browser, (page) => page.goto(`data:text/html,${encodeURIComponent(html)}`))
}

/** With all pages of the list loaded, so that nothing is left to wait for but the pictures themselves. */
async function openLibrary(browser: Browser, url: string): Promise<Page> {
  const page = await openPage(browser, (page) => page.goto(url))
  const tiles = page.locator('li[aria-setsize]')
  await tiles.first().waitFor()
  for (;;) {
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
    if ((await tiles.first().getAttribute('aria-setsize')) !== '-1') break
    await page.waitForTimeout(20)
  }
  await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
  await page.waitForTimeout(settleMs)
  return page
}

/** From where the page stands, on and on. */
async function measureScroll(page: Page): Promise<Scrolled> {
  const cdp = await page.context().newCDPSession(page)
  const place = () => page.locator('main').evaluate((main) => main.scrollTop)
  await page.waitForTimeout(settleMs)
  const from = await place()
  await page.evaluate(() => window.recorder.start('none'))
  await turnWheel(cdp, turn)
  const { framesMs, longTasksMs } = await page.evaluate(() => window.recorder.stop())
  await cdp.detach()
  return {
    p50Ms: median(framesMs),
    p95Ms: quantile(framesMs, 0.95),
    slowFrames: framesMs.filter((ms) => ms > 50).length,
    longTasks: longTasksMs.length,
    px: (await place()) - from,
  }
}

const dataDir = await fillShelf(pictures)
const studio = await startStudio({ dataDir })
const browsers: Browser[] = []
try {
  const open = async (): Promise<Browser> => {
    const browser = await chromium.launch(chromiumOptions())
    browsers.push(browser)
    return browser
  }
  const library = await openLibrary(await open(), studio.url)
  const height = await library.locator('main').evaluate((main) => main.scrollHeight)
  const pages = { library, empty: await openEmpty(await open(), height) }
  // Once beforehand: the server makes its small copies, the browser compiles.
  for (const page of Object.values(pages)) await measureScroll(page)

  const found: Record<keyof typeof pages, Scrolled[]> = { library: [], empty: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['empty', 'library'] as const) : (['library', 'empty'] as const)
    for (const name of order) found[name].push(await measureScroll(pages[name]))
    console.error(`round ${round + 1} of ${rounds}`)
  }
  console.log(`${pictures} pictures, ${Math.round(height)} px long, median of ${rounds}, Node ${process.version}`)
  const figure = (name: keyof typeof pages, key: keyof Scrolled) => median(found[name].map((each) => each[key]))
  for (const key of ['p50Ms', 'p95Ms', 'slowFrames', 'longTasks', 'px'] as const) {
    console.log(
      `${key.padEnd(12)} empty ${figure('empty', key).toFixed(1)}   library ${figure('library', key).toFixed(1)}`,
    )
  }
  const ratio = figure('library', 'p95Ms') / figure('empty', 'p95Ms')
  console.log(`p95 library / empty: ${ratio.toFixed(2)}, target ≤ ${target}: ${ratio <= target ? 'met' : 'MISSED'}`)
} finally {
  for (const browser of browsers) await browser.close()
  await studio.stop()
  await rm(dataDir, { recursive: true, force: true })
}
