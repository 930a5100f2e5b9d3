// What holds for every page of the built studio, whatever is on it.
import { expect, type Page } from '@playwright/test'
import { callsOf } from './calls.ts'
import { whatIsKept } from './data-folder.ts'
import { test } from './fixtures.ts'
import { picture } from './pictures.ts'
import { canaryKey, startStudio } from './studio.ts'

/** Everything that went wrong in a page: errors, refusals of the content policy, requests to anybody else. */
function watch(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.origin !== origin) complaints.push(`a request to ${url}`)
  })
  return complaints
}

test('library and editor open without an error, under the content policy, and speak to nobody else', async ({
  page,
  studio,
}) => {
  const image = await callsOf(studio.url).upload(await picture('jpeg', { width: 600, height: 400 }), 'a picture.jpg')
  const complaints = watch(page, studio.url)
  for (const path of ['/', `/images/${image.id}`]) {
    const answer = await page.goto(path, { waitUntil: 'load' })
    expect(answer?.headers()).toMatchObject({
      'content-security-policy': expect.stringMatching(/frame-ancestors 'none'/),
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    expect(answer?.headers()['content-security-policy']).not.toContain('unsafe-eval')
    expect(answer?.headers()).not.toHaveProperty('x-powered-by')
    await expect(page.getByRole('main')).toBeVisible()
    await expect(page.getByText('a picture.jpg').first()).toBeVisible()
  }
  await page.waitForTimeout(500)
  expect(complaints).toEqual([])
})

test('the key reaches no page, no script, no answer, no event, no row and no log', async ({ page, provider }) => {
  // One of its own: an engine that refuses its key is paused, and everything is to be logged.
  const studio = await startStudio({ provider, env: { FRISKET_LOG: 'debug' } })
  try {
    const calls = callsOf(studio.url)
    const image = await calls.upload(await picture('png', { width: 320, height: 240 }))
    const received: Promise<string>[] = []
    page.on('response', (response) => {
      // A stream of events has no end; it is read below.
      if (!response.url().endsWith('/api/events')) received.push(response.text().catch(() => ''))
    })
    await page.goto(`${studio.url}/images/${image.id}`)

    const message = `Incorrect API key provided: ${canaryKey}`
    await provider.admin.fault({ kind: 'slow', delayMs: 1 }, { kind: 'reset-after-body' })
    await provider.admin.fault({ kind: 'status', status: 400, message }, { kind: 'status', status: 401, message })
    const endings: string[] = []
    for (let n = 0; n < 4; n++) {
      const { id } = await calls.edit({ imageId: image.id, prompt: 'a red hat', seed: n })
      // The last one waits for the engine, whose key was refused.
      const edit = n === 3 ? await calls.untilPutOff(id) : await calls.until(id)
      endings.push(edit.error?.code ?? edit.deferred?.code ?? edit.state)
      received.push(Promise.resolve(JSON.stringify(edit)))
    }
    expect(endings).toEqual(['done', 'answer_lost', 'engine_rejected', 'engine_key_refused'])

    await page.goto(studio.url)
    for (const path of ['/api/health', '/api/engines', '/api/usage', '/api/images', '/api/edits']) {
      received.push(fetch(studio.url + path).then((answer) => answer.text()))
    }
    const toBrowser = [...(await Promise.all(received)), await firstEvents(studio.url)]
    const kept = JSON.stringify(await whatIsKept(studio.dataDir))
    expect(toBrowser.join('').length).toBeGreaterThan(100_000)
    expect([...toBrowser, kept, studio.log()].filter((text) => text.includes(canaryKey))).toEqual([])
    for (const origin of [provider.origin, provider.resultsOrigin]) {
      expect(toBrowser.filter((text) => text.includes(origin))).toEqual([])
    }
  } finally {
    await studio.stop()
  }
})

/** All events from the first on, until none comes for a while. */
async function firstEvents(studioUrl: string): Promise<string> {
  const answer = await fetch(`${studioUrl}/api/events`, { headers: { 'last-event-id': '0' } })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const pause = new Promise<null>((resolve) => setTimeout(resolve, 1_000, null))
    const piece = await Promise.race([reader?.read(), pause])
    if (!piece || piece.done) break
    text += piece.value
  }
  await reader?.cancel()
  return text
}
