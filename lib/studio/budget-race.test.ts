// Twenty who ask for the last edit that a budget has room for: one gets it, and nineteen leave nothing behind.
import { expect, test } from 'vitest'
import { compareSpend } from '../../e2e/books.ts'
import { startProvider } from '../../e2e/provider/provider.ts'
import type { EditRow } from '../db/schema.ts'
import { openTestSize, openTestStudio, sizeNames } from '../worker/studio.fixture.ts'
import { retryEdit } from './act-on-edit.ts'
import { requestEdit } from './request-edit.ts'

const price = 70_000
const clients = 20

test.each(sizeNames)(
  '%s: twenty that race for the last of a budget, by asking and by trying again',
  async (sizeName) => {
    const provider = await startProvider()
    const size = await openTestSize(sizeName)
    // Room for three, of which two are in doubt.
    const overrides = () => ({ budget: { dayMicroUsd: 4 * price - 1, monthMicroUsd: null } })
    const studio = await openTestStudio(provider, { size, overrides })
    const others = size.sameGround ? [await openTestStudio(provider, { size, overrides, shared: true })] : []
    try {
      const image = await studio.addImage({ width: 8, height: 8 })
      const lost: EditRow[] = []
      for (let n = 0; n < 2; n++) lost.push(await studio.request({ imageId: image.id, prompt: 'lost' }))
      const life = { state: 'unknown', attemptId: 'x', error: { code: 'answer_lost', charged: 'unknown' } }
      await studio.ports.db
        .updateTable('edits')
        .set({ state: 'unknown', life: JSON.stringify(life) })
        .execute()
      await studio.ports.db
        .updateTable('spend')
        .set({ reserved: 0, unknown: 2 * price })
        .execute()
      await studio.ports.db
        .insertInto('ledger')
        .values(lost.map(({ id }) => ({ edit_id: id, attempt_id: 'x', kind: 'doubt', amount_micro_usd: price, at: 1 })))
        .execute()

      const nodes = [studio, ...others]
      const outcomes = await Promise.allSettled(
        Array.from({ length: clients }, (_, i) => {
          const { ports } = nodes[i % nodes.length]
          if (i < lost.length) return retryEdit(ports, lost[i].id)
          return requestEdit(ports, { imageId: image.id, prompt: `client ${i}` }, null)
        }),
      )
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
      expect(refused).toHaveLength(clients - 1)
      for (const { reason } of refused)
        expect(reason).toMatchObject({ code: 'budget_exceeded', details: { period: 'day' } })
      expect(await compareSpend(studio.ports.db)).toEqual({ reserved: price, charged: 0, unknown: 2 * price })
      const edits = await studio.ports.db.selectFrom('edits').select('state').execute()
      expect(edits.filter(({ state }) => state === 'queued')).toHaveLength(1)
    } finally {
      for (const one of [...others, studio]) await one.close()
      await size.close()
      await provider.close()
    }
  },
)
