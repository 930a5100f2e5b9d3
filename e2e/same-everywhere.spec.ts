// The pure rooms in a real browser: what the preview computes there is what the server computes here, to the byte.
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { preview } from '#lib/fill/preview.ts'
import type { Operation } from '#lib/retouch/operation.ts'

const root = join(import.meta.dirname, '..')
const origin = 'http://pure.test'
const size = { width: 160, height: 120 }

const operations: Operation[] = [
  { kind: 'fill' },
  {
    kind: 'fill',
    guides: [
      [
        { x: 20, y: 70 },
        { x: 140, y: 50 },
      ],
    ],
  },
  { kind: 'blur', radiusPx: 7.5 },
  { kind: 'pixelate', cellPx: 9 },
  { kind: 'recolour', hueDegrees: 264, strengthPercent: 100 },
  { kind: 'recolour', hueDegrees: 29, strengthPercent: 35 },
  { kind: 'greyscale' },
  { kind: 'brighten', amountPercent: -40 },
]

/** Every sample differs, so that hardly a colour is left out. */
const samples = Array.from(
  { length: size.width * size.height * 3 },
  (_, i) => (Math.imul(i, 0x9e3779b1) >>> 25) + ((i / 7) % 120),
)
const greys = Array.from({ length: size.width * size.height }, (_, at) => {
  const away = ((at % size.width) - 80) ** 2 + (Math.floor(at / size.width) - 60) ** 2
  return away < 400 ? 255 : away < 700 ? 120 : 0
})

test('every operation gives the same bytes in the browser as on the server', async ({ page }) => {
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>pure</title>' })
    const source = await readFile(join(root, pathname), 'utf8')
    return route.fulfill({ contentType: 'text/javascript', body: stripTypeScriptTypes(source) })
  })
  await page.goto(`${origin}/`)
  for (const operation of operations) {
    const task = { operation, seed: 3, scale: 1 }
    const picture = { ...size, data: Uint8Array.from(samples), channels: 3 as const }
    const here = preview(picture, { ...task, mask: { ...size, data: Uint8Array.from(greys) } })
    const there = await page.evaluate(
      async ({ module, size, samples, greys, task }) => {
        const { preview } = await import(module)
        const picture = { ...size, data: Uint8Array.from(samples), channels: 3 }
        const shown = preview(picture, { ...task, mask: { ...size, data: Uint8Array.from(greys) } })
        return Array.from(shown.data as Uint8Array)
      },
      { module: `${origin}/lib/fill/preview.ts`, size, samples, greys, task },
    )
    expect(Buffer.from(there).equals(Buffer.from(here?.data ?? [])), JSON.stringify(operation)).toBe(true)
    // Something was done at all.
    expect(Buffer.from(there).equals(Buffer.from(picture.data))).toBe(false)
  }
})
