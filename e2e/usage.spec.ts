// What the page of figures says is what the provider's own ledger says.
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { callsOf } from './calls.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { startStudio } from './studio.ts'

test('edits, spend against the budget, and what did not finish, as a page and as a table', async ({
  page,
  provider,
}) => {
  const own = await startStudio({ provider, env: { FRISKET_BUDGET_USD_PER_MONTH: '0.70' } })
  try {
    const calls = callsOf(own.url)
    const { id: imageId } = await calls.upload(await picture('png', { width: 300, height: 200 }))
    await provider.admin.fault(
      { kind: 'slow', delayMs: 1 },
      { kind: 'moderation-before' },
      { kind: 'reset-after-body' },
    )
    const ask = async (change: object = {}) =>
      calls.until((await calls.edit({ imageId, prompt: 'Make the wall blue', ...change })).id)
    const edits = [await ask(), await ask(), await ask(), await ask({ aspectRatio: '16:9' })]
    expect(edits.map(({ state }) => state)).toEqual(['done', 'failed', 'unknown', 'done'])

    await page.goto(own.url)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Usage' }).click()
    const figure = (name: string) =>
      page.getByRole('definition').filter({ has: page.locator(`xpath=preceding-sibling::dt[contains(.,"${name}")]`) })
    await expect(figure('Edits stored')).toContainText('2')
    await expect(figure('Success rate')).toContainText('50%')
    await expect(figure('Success rate')).toContainText('2 of 4 did not finish')
    await expect(figure('Spend')).toContainText('$0.14')
    await expect(figure('Spend')).toContainText('and $0.07 unsure')
    await expect(page.getByRole('meter', { name: /budget/ })).toHaveAttribute('aria-valuenow', '30')
    await expect(page.getByRole('row', { name: 'Stopped by the safety check' })).toContainText('1')
    await expect(page.getByRole('row', { name: 'Answer lost' })).toContainText('retry or mark as not charged')
    await expect(page.getByRole('region', { name: 'Most used frames' })).toContainText('Keep75%16:925%')

    // Without a reload the page follows what happens meanwhile.
    await calls.act(edits[2].id, 'not-charged')
    await expect(figure('Spend')).not.toContainText('unsure')
    await expect(page.getByRole('meter', { name: /budget/ })).toHaveAttribute('aria-valuenow', '20')

    await page.getByRole('radio', { name: '30 days' }).check()
    await expect(page).toHaveURL(/\?period=30-days$/)
    await expect(figure('Spend')).toContainText('$0.14')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ])
    const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n')
    const at = head.split(',').indexOf('charged_usd')
    expect(lines.map((line) => line.split(',')[at]).toSorted()).toEqual([
      '0.000000',
      '0.000000',
      '0.070000',
      '0.070000',
    ])

    // Days that are no range are said to be none, and what is shown stays.
    await page.getByRole('radio', { name: 'Days', exact: true }).check()
    await page.getByLabel('First day').fill('2031-01-01')
    await expect(page.getByText('Choose a first day')).toBeVisible()
    await page.getByLabel('First day').fill('2020-01-01')
    await expect(page.getByText('Choose a first day')).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Edits per week' })).toBeVisible()
    await expect(figure('Spend')).toContainText('$0.14')
  } finally {
    await own.stop()
  }
})
