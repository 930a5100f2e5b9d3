// An account without credit: one notice for all that wait, nothing charged, and one call to find out whether it goes on.
import { expect } from '@playwright/test'
import { callsOf } from './calls.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { startStudio } from './studio.ts'

const size = { width: 600, height: 400 }
test('an engine without credit is paused once for all edits, and goes on when a call gets through', async ({
  page,
  provider,
}) => {
  // One of its own: an engine of the shared studio must not stay paused for the next test.
  const studio = await startStudio({ provider })
  try {
    const calls = callsOf(studio.url)
    const bytes = await picture('png', size)
    const image = await calls.upload(bytes)
    await provider.admin.fault({ kind: 'status', status: 402, times: 1 })
    const first = await calls.edit({ imageId: image.id, prompt: 'One' })
    await calls.untilPutOff(first.id)
    const second = await calls.edit({ imageId: (await calls.upload(bytes)).id, prompt: 'Two' })

    await page.goto(`${studio.url}/images/${image.id}`)
    const banner = page.getByRole('alert', { name: 'Engine paused' })
    await expect(banner).toContainText('The engine account is out of credit.')
    await expect(banner).toContainText('2 edits wait, none was charged.')
    await expect(page.getByText('The engine is paused. The edit is sent when it goes on.')).toBeVisible()
    expect(await provider.admin.ledger()).toEqual([])

    // The same words again.
    await provider.admin.fault({ kind: 'status', status: 402, times: 1 })
    await banner.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(async () => (await provider.admin.requests()).length).toBe(2)
    await expect(banner).toContainText('2 edits wait, none was charged.')

    await banner.getByRole('button', { name: 'Try again' }).click()
    await expect(banner).toBeHidden()
    for (const { id } of [first, second]) expect((await calls.until(id)).state).toBe('done')
    expect(await provider.admin.ledger()).toHaveLength(2)
    expect(await provider.admin.requests()).toHaveLength(4)
  } finally {
    await studio.stop()
  }
})
