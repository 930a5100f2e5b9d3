// What is told of rows with several steps once their batch has run.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { findBatch } from '../db/batches.ts'
import { readCsv } from '../edits/csv.ts'
import { archiveBatch } from '../studio/archive-batch.ts'
import { requestBatch } from '../studio/request-batch.ts'
import type { ViewOptions } from '../studio/views.ts'
import { readZip } from '../studio/zip.fixture.ts'
import { openTestSize, openTestStudio, sizeNames, type TestSize, type TestStudio } from './studio.fixture.ts'

const view: ViewOptions = { say: (code) => `words of ${code}`, linkOf: (id) => `http://studio/i/${id}` }

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio

  beforeAll(async () => {
    provider = await startProvider({ apiKey: 'key', settings: { sizeShare: 0.25 } })
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })
  afterEach(() => studio.close())

  test('the archive tells of every step, what it cost and where it went wrong', async () => {
    studio = await openTestStudio(provider, { size: ground })
    const image = await studio.addImage({ width: 24, height: 16 })
    await provider.admin.fault(
      { kind: 'slow', delayMs: 0 },
      { kind: 'slow', delayMs: 0 },
      { kind: 'slow', delayMs: 0 },
      { kind: 'slow', delayMs: 0 },
      { kind: 'moderation-before' },
    )
    const rows = [
      { imageId: image.id, prompt: 'alone' },
      { imageId: image.id, prompt: 'background', nextPrompts: ['light'] },
      { imageId: image.id, prompt: 'first', nextPrompts: ['second', 'third'] },
    ]
    const { id } = await requestBatch(studio.ports, { rows, concurrency: 1 }, null)
    await studio.worker.start()
    for (let i = 0; i < 500 && (await findBatch(studio.ports.db, id))?.state !== 'done'; i++) await sleep(20)
    const batch = await findBatch(studio.ports.db, id)
    const zip = await new Response(await archiveBatch(studio.ports, batch!, view)).arrayBuffer()
    const files = new Map(readZip(Buffer.from(zip)))

    const told = JSON.parse(String(files.get('results.json')))
    expect(told[0]).not.toHaveProperty('steps')
    expect(told[1]).toMatchObject({
      prompt: 'background → light',
      file: 'Noise_edited (2).png',
      cost_usd: 0.14,
      steps: [
        { prompt: 'background', seed: 1234, state: 'done', cost_usd: 0.07, error: '' },
        { prompt: 'light', state: 'done', cost_usd: 0.07 },
      ].map((step) => ({ ...step, link: expect.stringContaining('http://studio/i/') })),
    })
    expect(told[2]).toMatchObject({
      file: '',
      state: 'failed',
      steps: [
        { prompt: 'first', state: 'done', cost_usd: 0.07, error: '' },
        { prompt: 'second', state: 'failed', cost_usd: 0, error: 'words of engine_moderated', link: '' },
        { prompt: 'third', state: 'cancelled', cost_usd: 0, link: '' },
      ],
    })

    const [head, ...lines] = readCsv(String(files.get('results.csv'))).records.map(({ fields }) => fields)
    const column = (name: string) => lines.map((fields) => fields[head.indexOf(name)])
    expect(column('row')).toEqual(['1', '2', '2', '3', '3', '3'])
    expect(column('step')).toEqual(['1', '1', '2', '1', '2', '3'])
    expect(column('prompt')).toEqual(['alone', 'background', 'light', 'first', 'second', 'third'])
    expect(column('file')).toEqual(['Noise_edited.png', '', 'Noise_edited (2).png', '', '', ''])
    expect(column('state')).toEqual(['done', 'done', 'done', 'done', 'failed', 'cancelled'])
    expect(column('cost_usd').reduce((sum, cost) => sum + Number(cost), 0)).toBeCloseTo(0.28)
  })
})
