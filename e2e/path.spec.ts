// The whole way of a newcomer: add a picture, paint, ask, wait, look, compare, go on; with FLUX and on this machine.
import { expect } from '@playwright/test'
import sharp from 'sharp'
import { callsOf } from './calls.ts'
import { addPicture, canvasOf, greyOf, imageIdOf, isReady, keptMask, stroke } from './editor-page.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { planOf, sentMask } from './sent.ts'
import { canaryKey, startStudio } from './studio.ts'

const size = { width: 640, height: 480 }
const photo = async () => ({ name: 'harbour.png', bytes: await picture('png', size) })

const across = [
  { x: 0.42, y: 0.45 },
  { x: 0.5, y: 0.5 },
  { x: 0.58, y: 0.45 },
]

test('a painted edit goes to FLUX and comes back as a version with every protected pixel as it was', async ({
  page,
  studio,
  provider,
}) => {
  const imageId = await addPicture(page, await photo())
  await stroke(page, across)
  await expect(page.getByText('Outside the mask, every pixel stays the same.')).toBeVisible()
  const painted = await expect
    .poll(() => keptMask(page, imageId))
    .not.toBeNull()
    .then(() => keptMask(page, imageId))

  await page.getByRole('textbox', { name: 'Prompt' }).fill('Make the painted part bright.')
  await provider.admin.fault({ kind: 'slow', delayMs: 1_200 })
  await page.getByRole('button', { name: 'Edit, costs 7 cents' }).click()
  const steps = page.getByRole('list', { name: 'Edit progress' })
  await expect(steps).toContainText('Waiting for FLUX.1 Kontext Max')
  await expect(page.getByText('Stored as v2')).toBeVisible()

  // What the engine was given is what was painted, in the geometry that was planned.
  const mask = painted ?? Buffer.alloc(0)
  const arrived = await greyOf((await provider.admin.maskOf(1)) ?? Buffer.alloc(0))
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  expect(arrived.equals(sentMask(mask, { size, plan: planOf(edit) }))).toBe(true)
  expect(new Set(mask).size).toBeGreaterThan(3)
  expect(mask[size.width * 240 + 320] + mask[0]).toBe(255)
  const [logged] = await provider.admin.requests()
  expect(logged.fields.map((field) => field.name)).toEqual(expect.arrayContaining(['image', 'mask', 'prompt', 'seed']))

  // And what it had changed elsewhere is gone from the stored output.
  const outputId = imageIdOf(page)
  expect(outputId).not.toBe(imageId)
  const calls = callsOf(studio.url)
  const [before, after] = [await calls.pixels(imageId), await calls.pixels(outputId)]
  const changed = changedPixels({ before, after, mask })
  expect(changed.protected).toBe(0)
  expect(changed.painted).toBeGreaterThan(1_000)
  const protectedPixels = mask.filter((value) => value === 0).length.toLocaleString('en')
  await expect(page.getByText(`of ${protectedPixels} changed`)).toBeVisible()
})

/** Counts differing pixels of RGB samples where the mask is 0, and where it is not. */
function changedPixels({ before, after, mask }: { before: Buffer; after: Buffer; mask: Buffer }) {
  const changed = { protected: 0, painted: 0 }
  for (let i = 0; i < mask.length; i++) {
    if (before.subarray(i * 3, i * 3 + 3).equals(after.subarray(i * 3, i * 3 + 3))) continue
    if (mask[i] === 0) changed.protected++
    else changed.painted++
  }
  return changed
}

test('versions are compared by pointer and keyboard, and a result is the next input', async ({
  page,
  studio,
  provider,
}) => {
  const imageId = await addPicture(page, await photo())
  await stroke(page, across)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('First')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await page.getByRole('button', { name: 'Compare' }).last().click()
  const divider = page.getByRole('slider', { name: 'Divider position' })
  await divider.focus()
  const position = async () => Number(await divider.getAttribute('aria-valuenow'))
  const start = await position()
  await page.keyboard.press('ArrowLeft')
  expect(await position()).toBe(start - 1)
  await page.keyboard.press('Shift+ArrowRight')
  expect(await position()).toBe(start + 9)
  await page.keyboard.press('Escape')
  await expect(divider).toBeHidden()

  await page.getByRole('button', { name: 'Continue from v2' }).click()
  const secondId = imageIdOf(page)
  expect(secondId).not.toBe(imageId)
  await isReady(page)
  await stroke(page, [
    { x: 0.3, y: 0.3 },
    { x: 0.35, y: 0.35 },
  ])
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Second')
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Stored as v3')).toBeVisible()
  const names = await page.getByRole('tree', { name: 'Versions' }).getByRole('treeitem').allTextContents()
  expect(names.filter((name) => /^v\d/.test(name.trim()))).toHaveLength(3)
  const paid = (await provider.admin.requests()).filter((request) => request.charged)
  expect(paid).toHaveLength(2)
  const sent = await provider.admin.imageOf(paid[1].n)
  const [second] = await callsOf(studio.url).editsOf(imageId)
  expect(second.imageId).toBe(secondId)
  expect((await sharp(sent ?? Buffer.alloc(0)).metadata()).width).toBe(planOf(second).sent.width)
})

test('without a key the local engine fills what was painted, free, and says so', async ({ page }) => {
  const studio = await startStudio()
  await page.goto(studio.url)
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'harbour.png', mimeType: 'image/png', buffer: Buffer.from((await photo()).bytes) })
  await page.waitForURL(/\/images\//)
  await isReady(page)
  const imageId = imageIdOf(page)
  await expect(page.getByText('Local fill is ready.')).toBeVisible()
  const run = page.getByRole('button', { name: /^Edit, costs nothing|^Edit, free/ })
  await expect(run).toBeDisabled()
  await stroke(page, across)
  await run.click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  const calls = callsOf(studio.url)
  const mask = (await keptMask(page, imageId)) ?? Buffer.alloc(0)
  const [before, after] = [await calls.pixels(imageId), await calls.pixels(imageIdOf(page))]
  const changed = changedPixels({ before, after, mask })
  expect(changed.protected).toBe(0)
  expect(changed.painted).toBeGreaterThan(1_000)
  expect((await calls.usage()).month.chargedMicroUsd).toBe(0)
  await studio.stop()
})

test('mask, prompt and a running edit survive a reload', async ({ page, studio, provider }) => {
  const imageId = await addPicture(page, await photo())
  await stroke(page, across)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Kept over a reload')
  await expect.poll(() => keptMask(page, imageId)).not.toBeNull()
  const painted = await keptMask(page, imageId)
  await page.reload()
  await isReady(page)
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('Kept over a reload')
  await expect(canvasOf(page)).toHaveAccessibleName(/mask covers [1-9]/)

  await provider.admin.fault({ kind: 'hold' })
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await provider.admin.untilHeld({ calls: 1 })
  await page.reload()
  await expect(page.getByRole('list', { name: 'Edit progress' })).toContainText('Waiting for FLUX')
  await provider.admin.release()
  await expect(page.getByText('Continue from v2')).toBeVisible()
  expect(await provider.admin.ledger()).toHaveLength(1)
  const arrived = await greyOf((await provider.admin.maskOf(1)) ?? Buffer.alloc(0))
  const [edit] = await callsOf(studio.url).editsOf(imageId)
  expect(arrived.equals(sentMask(painted ?? Buffer.alloc(0), { size, plan: planOf(edit) }))).toBe(true)
})

test('two quick clicks are one edit', async ({ page, provider }) => {
  await addPicture(page, await photo())
  await stroke(page, across)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Once')
  await page.getByRole('button', { name: /^Edit, costs/ }).dblclick()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  expect(await provider.admin.ledger()).toHaveLength(1)
})

test('a lost answer says what it may have cost, offers three acts, and keeps mask and prompt', async ({
  page,
  provider,
}) => {
  await addPicture(page, await photo())
  await stroke(page, across)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Lost on the way')
  await provider.admin.fault({ kind: 'reset-after-body' })
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('It may have cost $0.07')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('Lost on the way')
  await expect(page.getByRole('button', { name: /^Retry, may charge/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Dismiss' })).toBeVisible()
  await page.getByRole('button', { name: 'Mark as not charged' }).click()
  await expect(page.getByText('It may have cost $0.07')).toBeHidden()
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
})

test('a refusal says why and that it cost nothing', async ({ page, provider }) => {
  await addPicture(page, await photo())
  await stroke(page, across)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Refuse me')
  await provider.admin.fault({ kind: 'moderation-before' })
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByText(/safety check stopped this edit/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('Refuse me')
})

test('a lost connection resumes without a lost event', async ({ studio, provider }) => {
  const calls = callsOf(studio.url)
  const image = await calls.upload((await photo()).bytes)
  const first = await readEvents(studio.url, { after: null, until: 'hello' })
  const edit = await calls.edit({ imageId: image.id, prompt: 'while nobody listened' })
  await calls.until(edit.id)
  const resumed = await readEvents(studio.url, { after: first.lastId, until: 'done' })
  expect(resumed.ids).toEqual(resumed.ids.toSorted((a, b) => a - b))
  expect(resumed.ids.at(0)).toBe(first.lastId + 1)
  // queued, sending, fetching, finishing, done
  expect(resumed.ids).toHaveLength(5)
  expect(await provider.admin.ledger()).toHaveLength(1)
})

async function readEvents(url: string, { after, until }: { after: number | null; until: string }) {
  const controller = new AbortController()
  const headers: Record<string, string> = after === null ? {} : { 'last-event-id': String(after) }
  const response = await fetch(`${url}/api/events`, { headers, signal: controller.signal })
  const ids: number[] = []
  let text = ''
  let lastId = -1
  for await (const chunk of response.body ?? []) {
    text += new TextDecoder().decode(chunk)
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)?.[1]
      if (id) lastId = Number(id)
      if (block.includes('event: edit')) ids.push(Number(id))
    }
    if (until === 'hello' ? lastId >= 0 : ids.length >= 5) break
  }
  controller.abort()
  return { ids, lastId }
}

test('the key appears in no page, bundle, event, file or log', async ({ page, studio, provider }) => {
  const seen: string[] = []
  page.on('response', async (response) => {
    seen.push(JSON.stringify(response.headers()))
    // A stream of events has no end to wait for.
    if (!response.url().includes('/api/events')) seen.push(await response.text().catch(() => ''))
  })
  await addPicture(page, await photo())
  await page.getByRole('textbox', { name: 'Prompt' }).fill('No secrets')
  await provider.admin.fault({ kind: 'status', status: 401, message: `the key ${canaryKey} is wrong` })
  await page.getByRole('button', { name: /^Edit, costs/ }).click()
  await expect(page.getByRole('alert').or(page.getByText(/key/i)).first()).toBeVisible()
  await page
    .getByRole('button', { name: /^(Edit, costs|Try again)/ })
    .first()
    .click()
  await expect(page.getByText('Stored as v2')).toBeVisible()
  seen.push(await page.content(), studio.log())
  const { execFileSync } = await import('node:child_process')
  const found = execFileSync('sh', ['-c', `grep -rlaF "${canaryKey}" "${studio.dataDir}" .next || true`]).toString()
  expect(found).toBe('')
  const all = seen.join('\n')
  expect(all.length).toBeGreaterThan(100_000)
  expect(all).not.toContain(canaryKey)
  // Nor is the browser ever told where the provider keeps its results.
  expect(all).not.toContain(provider.resultsOrigin)
})

test('the stable link: strong ETag, immutable, HEAD, ranges, 304, a sensible file name', async ({ studio }) => {
  const calls = callsOf(studio.url)
  const bytes = (await photo()).bytes
  const { id, sha256 } = await calls.upload(bytes, 'Häfen & Boote.png')
  const link = `${studio.url}/i/${id}`
  const get = (headers: Record<string, string> = {}, method = 'GET', query = '') =>
    fetch(link + query, { headers, method })
  const whole = await get()
  expect(whole.headers.get('etag')).toBe(`"${sha256}"`)
  expect(whole.headers.get('cache-control')).toContain('immutable')
  expect(whole.headers.get('content-type')).toBe('image/png')
  expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
  expect(whole.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  const body = Buffer.from(await whole.arrayBuffer())
  expect(whole.headers.get('content-length')).toBe(String(body.length))
  const head = await get({}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(body.length), ''])
  const part = await get({ range: 'bytes=10-19' })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${body.length}`])
  expect(Buffer.from(await part.arrayBuffer())).toEqual(body.subarray(10, 20))
  expect((await get({ range: `bytes=${body.length}-` })).status).toBe(416)
  expect((await get({ 'if-none-match': `"${sha256}"` })).status).toBe(304)
  const named = await get({}, 'GET', '?download=')
  expect(named.headers.get('content-disposition')).toBe(
    `attachment; filename="H_fen & Boote.png"; filename*=UTF-8''H%C3%A4fen%20%26%20Boote.png`,
  )
  expect((await fetch(`${studio.url}/i/00000000000000000000`)).status).toBe(404)
  const small = await get({}, 'GET', '?w=240')
  expect([small.status, small.headers.get('content-type')]).toEqual([200, 'image/webp'])
  expect((await get({}, 'GET', '?w=241')).status).toBe(400)
})
