// Help with the words: templates with slots, hints that stand in nobody's way, and prompts that the server keeps.
import { expect } from '@playwright/test'
import { callsOf } from './calls.ts'
import { addPicture } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'

test('a template filled in, a hint dismissed, and prompts of before found again from another browser', async ({
  page,
  browser,
  studio,
}) => {
  const imageId = await addPicture(page, { name: 'sign.png', bytes: await picture('png', { width: 300, height: 200 }) })
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true })
  const hint = page.locator('[data-hint]')

  await prompt.fill('Make it better')
  await expect(hint).toHaveAttribute('data-hint', 'vague')
  // A hint, no more: the edit can be run.
  await expect(page.getByRole('button', { name: /^Edit, costs/ })).toBeEnabled()
  await page.getByRole('button', { name: 'Do not show this hint again' }).click()
  await expect(hint).toHaveCount(0)
  await prompt.fill('Add the text Summer Sale')
  await expect(hint).toHaveAttribute('data-hint', 'unquoted-text')

  await page.getByRole('button', { name: 'Prompt templates' }).click()
  const form = page.getByRole('dialog', { name: 'Prompt templates' })
  await form.getByRole('combobox', { name: 'Task' }).click()
  await page.getByRole('option', { name: 'Change lettering' }).click()
  await expect(form.getByRole('button', { name: 'Put into the prompt' })).toHaveAttribute('aria-disabled', 'true')
  await form.getByLabel('Text that is there').fill('CLOSED')
  await form.getByLabel('Text that should appear').fill('OPEN {24/7}')
  await form.getByRole('button', { name: 'Put into the prompt' }).click()
  const filled = 'Change the text "CLOSED" to "OPEN {24/7}". Keep the same font, colour, size and place.'
  await expect(prompt).toHaveValue(filled)
  await expect(hint).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(prompt).toHaveValue('Add the text Summer Sale')
  // The notice is gone: what is typed within the same frames as its Undo is undone with it.
  await expect(page.getByText('The prompt was replaced.')).toBeHidden()
  await prompt.fill(filled)
  await expect(prompt).toHaveValue(filled)
  await page.getByRole('button', { name: 'Star this prompt' }).click()
  await expect(page.getByRole('button', { name: 'Remove the star' })).toHaveAttribute('aria-pressed', 'true')

  const calls = callsOf(studio.url)
  await calls.until((await calls.edit({ imageId, prompt: 'A teal wall' })).id)
  // Another browser, in Chinese: what is kept is the studio's, what was dismissed was this browser's.
  const other = await browser.newPage({ locale: 'zh-CN' })
  await other.goto(`${studio.url}/images/${imageId}`)
  const words = other.getByRole('textbox', { name: '提示词', exact: true })
  await words.fill('优化一下')
  await expect(other.locator('[data-hint]')).toHaveAttribute('data-hint', 'vague')
  await other.getByRole('button', { name: '最近和收藏的提示词' }).click()
  const kept = other.getByRole('dialog', { name: '最近和收藏的提示词' })
  await expect(kept.getByRole('region', { name: '收藏' }).getByRole('listitem')).toHaveText([filled])
  await expect(kept.getByRole('region', { name: '最近' }).getByRole('listitem').first()).toHaveText('A teal wall')
  await kept.getByRole('button', { name: '取消收藏' }).click()
  await expect(kept.getByRole('region', { name: '收藏' }).getByRole('listitem')).toHaveCount(0)
  await kept.getByRole('button', { name: '使用：A teal wall' }).click()
  await expect(words).toHaveValue('A teal wall')
  await other.close()
})
