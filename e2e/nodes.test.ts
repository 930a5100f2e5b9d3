// Two web nodes and a worker, all processes of their own: what is asked of one is seen on the other. Needs a build.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestSize, openTestStudio, type TestSize, type TestStudio } from '../lib/worker/studio.fixture.ts'
import { callsOf } from './calls.ts'
import { picture } from './pictures.ts'
import type { Provider } from './provider/provider.ts'
import { startCanaryProvider, startStudio, startWorkerProcess } from './studio.ts'

// Starts several processes: a limit for what hangs, no stopwatch.
const limitMs = 300_000
let provider: Provider
let ground: TestSize
let studio: TestStudio
let dataDir: string
beforeAll(async () => {
  provider = await startCanaryProvider({ sizeShare: 0.25 })
  ground = await openTestSize('scaled out')
  studio = await openTestStudio(provider, { size: ground })
  dataDir = await mkdtemp(join(tmpdir(), 'frisket-nodes-'))
}, limitMs)
afterAll(async () => {
  await studio.close()
  await ground.close()
  await provider.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** Collects what a stream of events says until it has said `wanted`. */
async function listen(url: string, wanted: RegExp): Promise<string> {
  const response = await fetch(`${url}/api/events?after=0`)
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (wanted.test(text)) break
  }
  return text
}

test(
  'an edit asked of one node is carried out by the worker and told by the other, number by number',
  async () => {
    const options = { provider, dataDir, env: ground.environment() }
    const [one, other] = await Promise.all([startStudio(options), startStudio(options)])
    const [asking, looking] = [callsOf(one.url), callsOf(other.url)]
    const heard = listen(other.url, /"state":"done"[^\n]*\n\n/)
    const health = async (url: string) => (await fetch(`${url}/api/health`)).json()
    expect(await health(one.url)).toMatchObject({ ready: true, problems: [{ code: 'no_worker' }] })

    const image = await asking.upload(await picture('png', { width: 300, height: 200 }))
    const edit = await asking.edit({ imageId: image.id, prompt: 'teal' })
    const worker = await startWorkerProcess(options)
    const done = await looking.until(edit.id, 'done')
    expect((await looking.pixels(done.outputImageId ?? '')).byteLength).toBe(300 * 200 * 3)
    const numbers = [...(await heard).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
    expect(await heard).toContain(edit.id)

    expect(await health(other.url)).toMatchObject({ status: 'ok', ready: true, problems: [] })
    const metrics = await (await fetch(`${other.url}/api/metrics`)).text()
    expect(metrics).toContain('frisket_edits{engine="flux",state="done"} 1')

    for (const node of [one, other]) expect(await node.stop()).toBe(0)
    worker.child.kill('SIGTERM')
    expect(await worker.exited).toBe(0)
  },
  limitMs,
)
