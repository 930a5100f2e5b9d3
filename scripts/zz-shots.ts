// Throw-away: screenshots of Settings.
import { chromium } from 'playwright'
import { callsOf } from '../e2e/calls.ts'
import { picture } from '../e2e/pictures.ts'
import { canaryKey, startCanaryProvider, startStudio } from '../e2e/studio.ts'
import { enginePresets } from '../lib/edits/engine-presets.ts'
import { chromiumOptions } from './chromium.ts'

const provider = await startCanaryProvider()
await provider.admin.settings({ maskMode: 'ignores' })
const studio = await startStudio({
  env: {
    FRISKET_ENGINE_ALLOW: provider.origin,
    FLUX_RESULT_ORIGINS: provider.resultsOrigin,
    FRISKET_BUDGET_USD_PER_DAY: '20',
    FRISKET_BUDGET_USD_PER_MONTH: '300',
  },
})
const browser = await chromium.launch(chromiumOptions())
const post = async (path: string, body: unknown, method = 'POST') =>
  (
    await fetch(studio.url + path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  ).json()
try {
  const { id } = await post('/api/engine-profiles', {
    profile: { ...enginePresets.apiyi, name: 'APIYI FLUX', baseUrl: provider.baseUrl },
    key: canaryKey,
  })
  await post('/api/engine-profiles', { profile: enginePresets.bfl })
  await post(`/api/engines/${id}/test`, {})
  const probe = await post(`/api/engines/${id}/probe`, { model: 'flux-kontext-max', priceMicroUsd: 70000 })
  await callsOf(studio.url).until(probe.engines[0].probing.editId)
  await post('/api/budget', { dayMicroUsd: 10_000_000, monthMicroUsd: null }, 'PUT')
  const image = await callsOf(studio.url).upload(await picture('png', { width: 600, height: 400 }))
  const draft = await callsOf(studio.url).edit({
    imageId: image.id,
    prompt: 'A teal cup',
    engine: id,
    model: 'flux-kontext-pro',
  })
  const done = await callsOf(studio.url).until(draft.id)
  for (const [name, viewport] of [
    ['wide', { width: 1440, height: 900 }],
    ['mid', { width: 1100, height: 800 }],
    ['phone', { width: 390, height: 844 }],
  ] as const) {
    for (const [theme, locale] of [
      ['dark', 'en'],
      ['light', 'zh-CN'],
      ['dark', 'zh-CN'],
      ['light', 'en'],
    ] as const) {
      if (name === 'mid' && locale === 'zh-CN') continue
      const context = await browser.newContext({
        viewport,
        locale: locale === 'en' ? 'en-US' : 'zh-CN',
        reducedMotion: 'reduce',
      })
      await context.addInitScript((t) => localStorage.setItem('frisket-theme', t), theme)
      const page = await context.newPage()
      await page.goto(`${studio.url}/settings`)
      await page.getByRole('button', { name: /^APIYI FLUX/ }).click()
      await page.waitForTimeout(500)
      await page.screenshot({ path: `/tmp/prof-shots/${name}-${theme}-${locale}.png` })
      if (name === 'phone') {
        for (const [n, y] of [
          [2, 700],
          [3, 1400],
          [4, 9000],
        ] as const) {
          await page.locator('main').evaluate((main, top) => main.scrollTo(0, top), y)
          await page.waitForTimeout(100)
          await page.screenshot({ path: `/tmp/prof-shots/${name}-${theme}-${locale}-${n}.png` })
        }
      }
      if (theme === 'dark' && locale === 'en') {
        if (name === 'wide') {
          await page.getByRole('button', { name: 'More' }).click()
          await page.getByRole('button', { name: /Probe again/ }).click()
          await page.waitForTimeout(300)
          await page.screenshot({ path: `/tmp/prof-shots/probe-dialog.png` })
          await page.keyboard.press('Escape')
          await page.getByRole('button', { name: 'Add an engine' }).click()
          await page.waitForTimeout(300)
          await page.screenshot({ path: `/tmp/prof-shots/menu.png` })
          await page.keyboard.press('Escape')
        }
        await page.goto(`${studio.url}/images/${done.outputImageId}`)
        await page.waitForTimeout(1500)
        await page.screenshot({ path: `/tmp/prof-shots/finish-${name}.png` })
        await page.goto(`${studio.url}/images/${image.id}`)
        await page.waitForTimeout(1000)
        if (name === 'wide') {
          await page.getByRole('combobox', { name: 'Engine' }).click()
          await page.waitForTimeout(300)
          await page.screenshot({ path: `/tmp/prof-shots/editor-${name}.png` })
        }
      }
      await context.close()
    }
  }
} finally {
  await browser.close()
  await studio.stop()
  await provider.close()
}
