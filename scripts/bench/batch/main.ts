// A batch of 1,000 tiny pictures through the built studio against the fake engine, watched from outside: how long it takes,
// what memory the server comes to, how smooth its page is while rows come home, and whether the archive is whole.
//
//   npm run bench:batch [-- --rows 1000]
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { callsOf } from '../../../e2e/calls.ts'
import { picture } from '../../../e2e/pictures.ts'
import { startCanaryProvider, startStudio } from '../../../e2e/studio.ts'
import { readZip } from '../../../lib/studio/zip.fixture.ts'
import { chromiumOptions } from '../../chromium.ts'
import { turnWheel } from '../paint/hand.ts'
import { median, quantile } from '../paint/measure.ts'
import { installRecorder } from '../paint/recorder.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000' } } })
const count = Number(values.rows)
const pictures = 20
const turn = { at: { x: 500, y: 500 }, count: 300, deltaY: 32, shift: false }

const seconds = (from: number): number => Math.round((performance.now() - from) / 100) / 10
const memoryMb = async (pid: number): Promise<number> =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)

const provider = await startCanaryProvider()
const studio = await startStudio({ provider })
const browser = await chromium.launch(chromiumOptions())
try {
  const calls = callsOf(studio.url)
  const png = await picture('png', { width: 64, height: 48 })
  const ids: string[] = []
  for (let i = 0; i < pictures; i++) ids.push((await calls.upload(png, `tiny-${i}.png`)).id)
  const rows = Array.from({ length: count }, (_, i) => ({ imageId: ids[i % pictures], prompt: `prompt ${i}` }))
  const restMb = await memoryMb(studio.pid)

  const asked = performance.now()
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${studio.url}/api/batches`, { method: 'POST', headers, body: JSON.stringify({ rows }) })
  const { id }: { id: string } = await answer.json()
  console.log(`asked for ${count} rows: ${answer.status} in ${seconds(asked)} s`)

  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  await page.addInitScript(installRecorder, 'clearRect' as const)
  const opened = performance.now()
  await page.goto(`${studio.url}/batch/${id}`)
  await page.locator('[data-place]').first().waitFor()
  console.log(`page open: ${seconds(opened)} s`)
  const cdp = await page.context().newCDPSession(page)
  await page.waitForTimeout(1_000)
  await page.evaluate(() => window.recorder.start('none'))
  await turnWheel(cdp, turn)
  const { framesMs, longTasksMs } = await page.evaluate(() => window.recorder.stop())
  const slow = framesMs.filter((ms) => ms > 50).length
  console.log(
    `scrolling while it runs: p50 ${median(framesMs)} ms, p95 ${quantile(framesMs, 0.95)} ms, ${slow} frames and ${longTasksMs.length} tasks > 50 ms`,
  )

  let mostMb = restMb
  for (;;) {
    mostMb = Math.max(mostMb, await memoryMb(studio.pid))
    const { state }: { state: string } = await (await fetch(`${studio.url}/api/batches/${id}?rows=0`)).json()
    if (state !== 'running') break
    await sleep(500)
  }
  console.log(`all done: ${seconds(asked)} s; memory ${restMb} MB before, at most ${mostMb} MB`)
  const whole = performance.now()
  const text = await (await fetch(`${studio.url}/api/batches/${id}`)).text()
  console.log(`the batch with its rows: ${Math.round(text.length / 1000)} kB in ${seconds(whole)} s`)
  const sent = performance.now()
  const zip = Buffer.from(await (await fetch(`${studio.url}/api/batches/${id}/archive.zip`)).arrayBuffer())
  const names = readZip(zip).map(([name]) => name)
  const images = names.filter((name) => /^tiny-\d+_edited.*\.png$/.test(name)).length
  const told = names.filter((name) => name.startsWith('results.')).join(', ')
  console.log(`archive: ${images} pictures, ${told}, ${Math.round(zip.length / 1000)} kB in ${seconds(sent)} s`)
  const ledger = await provider.admin.ledger()
  console.log(`calls at the engine: ${ledger.length}`)
  if (images !== count || ledger.length !== count) process.exitCode = 1
} finally {
  await browser.close()
  await studio.stop()
  await provider.close()
}
