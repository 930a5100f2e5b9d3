// A paid result that cannot be fetched: said from minute nine on, and again once its time is over; then it comes after all.
import { expect } from '@playwright/test'
import { callsOf } from './calls.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

test('a result that is not home in minute nine is warned of, then said to be over its time, and is kept when it comes', async ({
  page,
  studio,
  provider,
}) => {
  const calls = callsOf(studio.url)
  const image = await calls.upload(await picture('png', { width: 600, height: 400 }))
  await provider.admin.fault({ kind: 'download-hold', times: 10_000 })
  const { id } = await calls.edit({ imageId: image.id, prompt: 'A blue door' })
  await expect.poll(async () => (await calls.look(id)).resultExpiresAt).not.toBeNull()

  await page.clock.install()
  await page.goto(`${studio.url}/images/${image.id}`)
  await expect(page.getByRole('heading', { name: 'Editing' })).toBeVisible()
  const warning = page.getByRole('status').filter({ hasText: 'Paid for, but not fetched yet.' })
  await page.clock.fastForward('08:00')
  await expect(page.getByText(/^8:\d\d$/)).toBeVisible()
  await expect(warning).toBeHidden()
  await page.clock.fastForward('01:10')
  await expect(warning).toContainText('Frisket goes on trying and sends nothing else meanwhile.')
  await page.clock.fastForward('01:00')
  await expect(warning).toContainText('Frisket still tries.')

  await provider.admin.release()
  expect((await calls.until(id)).state).toBe('done')
  await expect(warning).toBeHidden()
  expect(await provider.admin.ledger()).toHaveLength(1)
})
