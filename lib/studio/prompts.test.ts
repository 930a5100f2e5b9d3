import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeId } from '../core/ids.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../db/database.fixture.ts'
import type { Database } from '../db/database.ts'
import { editRow } from '../db/edit-row.fixture.ts'
import { insertEdit } from '../db/edits.ts'
import { keptPrompts, star, unstar } from './prompts.ts'

describe.each(databaseKinds)('on %s', (kind) => {
  let databases: TestDatabase
  let db: Database
  beforeAll(async () => {
    databases = await openTestDatabase(kind)
  })
  afterAll(() => databases.close())
  beforeEach(async () => {
    db = await databases.fresh()
  })

  let clock = 1_000
  const ports = () => ({ db, newId: () => encodeId(randomBytes(20)), now: () => clock++ })

  test('recent prompts are those of edits, each once, the last used first; operations and refined versions have none', async () => {
    const used = ['a teal cup', 'a red cup', 'a teal cup', '一只青色的杯子']
    for (const [i, prompt] of used.entries()) await insertEdit(db, editRow(i, { prompt }))
    await insertEdit(db, editRow(8, { prompt: '', operation: '{"kind":"fill"}' }))
    await insertEdit(db, editRow(9, { prompt: 'shown anew', refinement: '{}' }))
    expect((await keptPrompts(ports())).recent).toEqual(['一只青色的杯子', 'a teal cup', 'a red cup'])
  })

  test('a prompt is starred once, the last first, and its star can be taken away', async () => {
    // Longer than any index entry may be.
    const long = 'x'.repeat(9_999)
    const first = await star(ports(), 'keep the light')
    await star(ports(), long)
    expect(await star(ports(), 'keep the light')).toEqual(first)
    expect((await keptPrompts(ports())).starred.map(({ prompt }) => prompt)).toEqual([long, 'keep the light'])
    await unstar(ports(), first.id)
    await expect(unstar(ports(), first.id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await keptPrompts(ports())).starred).toHaveLength(1)
    await expect(star(ports(), ' ')).rejects.toMatchObject({ code: 'prompt_invalid' })
  })
})
