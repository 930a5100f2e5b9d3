// A picture that is deleted while something is asked of it: either it stays, or nothing of it is left to be worked on.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { findImage, findMask } from '../db/images.ts'
import { readSpend } from '../db/ledger.ts'
import type { ImageRow } from '../db/schema.ts'
import { periodsOf } from '../edits/budget.ts'
import { openTestSize, openTestStudio, sizeNames, type TestSize, type TestStudio } from '../worker/studio.fixture.ts'
import { cancelEdit, dismissEdit, retryEdit } from './act-on-edit.ts'
import { deleteImage } from './delete-image.ts'

const size = { width: 8, height: 8 }
const rounds = 10
const price = 70_000

describe.each(sizeNames)('%s:', (sizeName) => {
  let provider: Provider
  let ground: TestSize
  let studio: TestStudio

  beforeAll(async () => {
    provider = await startProvider()
    ground = await openTestSize(sizeName)
  })
  afterAll(async () => {
    await provider.close()
    await ground.close()
  })
  beforeEach(async () => {
    studio = await openTestStudio(provider, { size: ground })
    return () => studio.close()
  })

  const codeOf = (outcome: PromiseSettledResult<unknown>): string =>
    outcome.status === 'fulfilled' ? 'done' : String(outcome.reason?.code ?? outcome.reason)

  /** Both at once, now the one a little earlier, now the other. */
  async function race(image: ImageRow, round: number, act: () => Promise<unknown>): Promise<string[]> {
    const remove = () => deleteImage(studio.ports, image.id)
    const [first, second] = round % 2 === 0 ? [remove, act] : [act, remove]
    const outcomes = (await Promise.allSettled([first(), second()])).map(codeOf)
    return round % 2 === 0 ? outcomes : outcomes.toReversed()
  }

  const reserved = async () => (await readSpend(studio.ports.db, periodsOf(Date.now()).month)).reserved

  test('an edit that is asked for at that moment', async () => {
    let asked = 0
    for (let round = 0; round < rounds; round++) {
      const image = await studio.addImage(size)
      const outcome = await race(image, round, () => studio.request({ imageId: image.id, prompt: 'p' }))
      expect([
        ['done', 'not_found'],
        ['image_in_use', 'done'],
      ]).toContainEqual(outcome)
      if (outcome[1] === 'done') asked++
      expect((await findImage(studio.ports.db, image.id)) !== undefined).toBe(outcome[1] === 'done')
      expect(await reserved()).toBe(asked * price)
    }
  })

  test('an edit that is tried again at that moment', async () => {
    for (let round = 0; round < rounds; round++) {
      const image = await studio.addImage(size)
      const { id } = await studio.request({ imageId: image.id, prompt: 'p' })
      // Failed and free, as one that was lost and let go.
      const life = JSON.stringify({
        state: 'unknown',
        attemptId: 'x',
        error: { code: 'answer_lost', charged: 'unknown' },
      })
      await studio.ports.db
        .updateTable('edits')
        .set({ state: 'unknown', life, due_at: null })
        .where('id', '=', id)
        .execute()
      await dismissEdit(studio.ports, id)
      const outcome = await race(image, round, () => retryEdit(studio.ports, id))
      expect([
        ['done', 'not_found'],
        ['image_in_use', 'done'],
      ]).toContainEqual(outcome)
      if (outcome[1] === 'done') await cancelEdit(studio.ports, id)
    }
  })

  test('a mask that is stored at that moment', async () => {
    const raster = new Uint8Array(size.width * size.height).fill(255)
    for (let round = 0; round < rounds; round++) {
      const image = await studio.addImage(size)
      let maskId = ''
      const outcome = await race(image, round, async () => {
        maskId = (await studio.addMask(image, raster)).id
      })
      expect([
        ['done', 'not_found'],
        ['done', 'done'],
      ]).toContainEqual(outcome)
      if (outcome[1] === 'done') expect(await findMask(studio.ports.db, maskId)).toBeUndefined()
    }
  })
})
