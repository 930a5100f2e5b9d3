// What is odd about a result is found on the way to its version, and told in its receipt.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import type { Engine, EngineRequest } from '../engines/engine.ts'
import { refineEdit } from '../studio/refine-edit.ts'
import { editView } from '../studio/views.ts'
import { openTestSize, openTestStudio, type TestStudio } from './studio.fixture.ts'

let provider: Provider
let studio: TestStudio
/** What the engine returns instead of an edit. */
let answer: ((request: EngineRequest) => Uint8Array<ArrayBuffer>) | null = null

beforeAll(async () => {
  provider = await startProvider({ apiKey: 'key' })
  studio = await openTestStudio(provider, {
    size: await openTestSize('embedded'),
    overrides: ({ engines }) => ({ engines: new Map([...engines].map(([id, engine]) => [id, answering(engine)])) }),
  })
  await studio.worker.start()
})
afterAll(async () => {
  await studio.close()
  await provider.close()
})

const answering = (engine: Engine): Engine => ({
  ...engine,
  send: async (request, signal) =>
    answer === null ? engine.send(request, signal) : { kind: 'bytes', bytes: answer(request) },
})

async function oddOf(id: string) {
  const edit = await studio.until(id)
  expect(edit.state).toBe('done')
  return editView(edit, { say: () => '', linkOf: (imageId) => imageId }).receipt?.odd
}

test('as it should be: nothing; another format than was asked for: told, and kept all the same', async () => {
  const image = await studio.addImage({ width: 120, height: 90 })
  const ask = { imageId: image.id, prompt: 'teal' }
  expect(await oddOf((await studio.request(ask)).id)).toEqual([])
  await provider.admin.fault({ kind: 'other-format', format: 'jpeg' })
  expect(await oddOf((await studio.request({ ...ask, aspectRatio: '1:1' })).id)).toEqual(['other-format'])
})

test('what was sent, sent back, is told of, and again of a version refined from it', async () => {
  const image = await studio.addImage({ width: 120, height: 90 })
  const mask = await studio.addMask(
    image,
    new Uint8Array(120 * 90).map((_, i) => (i % 120 < 50 ? 255 : 0)),
  )
  answer = ({ image }) => image.bytes
  const edit = await studio.request({ imageId: image.id, maskId: mask.id, prompt: 'teal' })
  expect(await oddOf(edit.id)).toEqual(['unchanged'])
  const refined = await refineEdit(studio.ports, { id: edit.id, request: { feather: 2 }, key: null })
  expect(await oddOf(refined.id)).toEqual(['unchanged'])
  answer = null
})
