// What is just inside the bounds of the input table is taken: bounds that refuse everything would pass all its other tests.
import { expect } from '@playwright/test'
import { callsOf } from './calls.ts'
import { created, test } from './input-table.ts'
import { blankPng } from './pictures.ts'

test('exactly 3:7 and 7:3, and exactly 20,000,000 pixels, are taken', async ({ table }) => {
  for (const inside of [
    { width: 300, height: 700 },
    { width: 700, height: 300 },
    { width: 5000, height: 4000 },
  ]) {
    expect((await table.postImage(blankPng(inside))).status).toBe(201)
  }
})

test('a link of an allowed origin is fetched, also by way of five redirects', async ({ table }) => {
  let link = `${table.picturesOrigin}/good`
  for (let hop = 0; hop < 5; hop++) link = `${table.picturesOrigin}/redirect?to=${encodeURIComponent(link)}`
  expect((await table.postUrl(link)).status).toBe(201)
})

test('a prompt of 10,000 characters and the largest seed are taken, and arrive', async ({ table }) => {
  const prompt = '😀'.repeat(10_000)
  const answer = await table.postEdit({ prompt, seed: 2_147_483_647, safetyTolerance: 2, outputFormat: 'jpeg' })
  expect(answer.status).toBe(202)
  const { id } = created.parse(await answer.json())
  expect((await callsOf(table.studio.url).until(id)).state).toBe('done')
  const [charge] = await table.provider.admin.ledger()
  expect(charge).toMatchObject({ prompt, seed: 2_147_483_647 })
})
