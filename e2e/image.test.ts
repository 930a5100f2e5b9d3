// What the container image holds, put into a folder far from the checkout, is a studio. Needs a build.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestSize, openTestStudio } from '../lib/worker/studio.fixture.ts'
import { callsOf, maskPng } from './calls.ts'
import { picture } from './pictures.ts'
import { projectNode, root, runProgram, startCanaryProvider, startStudio, startWorkerProcess } from './studio.ts'

// Starts several processes: a limit for what hangs, no stopwatch.
const limitMs = 300_000
let base: string
let folder: string
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'frisket-image-'))
  folder = join(base, 'app')
  execFileSync(projectNode, ['--disable-warning=ExperimentalWarning', 'scripts/image.ts', folder], { cwd: root })
}, limitMs)
afterAll(() => rm(base, { recursive: true, force: true }))

const size = { width: 96, height: 64 }

async function editLocally(url: string): Promise<string> {
  const calls = callsOf(url)
  const image = await calls.upload(await picture('png', size))
  const painted = Uint8Array.from({ length: size.width * size.height }, (_, i) => (i % size.width < 40 ? 255 : 0))
  const mask = await calls.mask(image.id, await maskPng(painted, size))
  const asked = await calls.edit({ imageId: image.id, maskId: mask.id, engine: 'local', operation: { kind: 'fill' } })
  const { state, outputImageId } = await calls.until(asked.id)
  expect(state).toBe('done')
  return outputImageId ?? ''
}

test(
  'pages, work and a backup come from the files of the image alone',
  async () => {
    const dataDir = join(base, 'data')
    const studio = await startStudio({ folder, dataDir })
    const html = await (await fetch(studio.url)).text()
    for (const path of ['/usage', '/samples/chelsea.png', /\/_next\/static\/[^"]+\.css/.exec(html)?.[0]]) {
      expect((await fetch(`${studio.url}${path}`)).status, path).toBe(200)
    }
    const imageId = await editLocally(studio.url)
    const backup = runProgram('backup', { folder, dataDir }, [join(base, 'studio.tar')])
    expect(await backup.exited, backup.log()).toBe(0)
    expect(await studio.stop()).toBe(0)

    const again = await startStudio({ folder, dataDir })
    expect((await fetch(`${again.url}/i/${imageId}`)).status).toBe(200)
    expect(await again.stop()).toBe(0)
  },
  limitMs,
)

test(
  'a worker of its own comes from them as well',
  async () => {
    const provider = await startCanaryProvider()
    const ground = await openTestSize('scaled out')
    const schema = await openTestStudio(provider, { size: ground })
    const options = { folder, dataDir: join(base, 'scaled'), env: ground.environment() }
    const [web, worker] = await Promise.all([startStudio(options), startWorkerProcess(options)])
    expect(await editLocally(web.url)).not.toBe('')
    worker.child.kill('SIGTERM')
    expect([await web.stop(), await worker.exited]).toEqual([0, 0])
    await schema.close()
    await ground.close()
    await provider.close()
  },
  limitMs,
)

test('the image brings the Node that the project runs on', async () => {
  const dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8')
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const bases = [...dockerfile.matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version)
  expect(bases).toEqual([dependencies.node, dependencies.node])
})
