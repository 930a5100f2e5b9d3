import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { attemptsOf } from '../db/attempts.ts'
import { lifeOf } from '../db/edits.ts'
import { findImage, findMask } from '../db/images.ts'
import type { EditRow } from '../db/schema.ts'
import type { Receipt } from '../edits/receipt.ts'
import type { RefineRequest } from '../edits/refine-request.ts'
import { shapeMask } from '../mask/edge.ts'
import { retryEdit } from '../studio/act-on-edit.ts'
import { deleteImage } from '../studio/delete-image.ts'
import { refineEdit } from '../studio/refine-edit.ts'
import { requestEdit } from '../studio/request-edit.ts'
import { type Overrides, openTestSize, openTestStudio, type TestStudio } from './studio.fixture.ts'
import { createWorker } from './worker.ts'

const size = { width: 120, height: 90 }
let provider: Provider
let studio: TestStudio

beforeAll(async () => {
  provider = await startProvider({ apiKey: 'key' })
})
afterAll(() => provider.close())
beforeEach(() => provider.admin.reset())
afterEach(() => studio.close())

const rasterOf = (share: (x: number, y: number) => number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(size.width * size.height).map((_, i) => share(i % size.width, Math.floor(i / size.width)))

const left = () => rasterOf((x) => (x < 50 ? 255 : 0))
const middle = () => rasterOf((x, y) => (x >= 30 && x < 80 && y >= 20 && y < 70 ? 255 : 0))

/** A studio with one edit that is done, of the left part. */
async function openDone(overrides?: Overrides): Promise<EditRow> {
  studio = await openTestStudio(provider, { size: await openTestSize('embedded'), overrides })
  await studio.worker.start()
  const image = await studio.addImage(size)
  const mask = await studio.addMask(image, left())
  const asked = await requestEdit(studio.ports, { imageId: image.id, maskId: mask.id, prompt: 'teal' }, null)
  return studio.until(asked.id)
}

const refine = (id: string, request: RefineRequest = {}): Promise<EditRow> =>
  refineEdit(studio.ports, { id, request, key: null })

async function pixelsOf(imageId: string): Promise<Buffer> {
  const image = await findImage(studio.ports.db, imageId)
  const bytes = await studio.ports.objects.read(image!.sha256)
  return sharp(bytes).removeAlpha().raw().toBuffer()
}

async function maskOf({ mask_id }: EditRow): Promise<Buffer> {
  const mask = await findMask(studio.ports.db, mask_id!)
  return sharp(await studio.ports.objects.read(mask!.sha256))
    .toColourspace('b-w')
    .raw()
    .toBuffer()
}

const money = async () => {
  const { db } = studio.ports
  return {
    ledger: await db.selectFrom('ledger').selectAll().execute(),
    spend: await db.selectFrom('spend').selectAll().execute(),
    attempts: await db.selectFrom('attempts').selectAll().execute(),
  }
}

function expectUntouched(change: { before: Buffer; after: Buffer; mask: Uint8Array }): void {
  const { before, after, mask } = change
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 0) continue
    expect(after.subarray(i * 3, i * 3 + 3).equals(before.subarray(i * 3, i * 3 + 3))).toBe(true)
  }
}

describe('refining', () => {
  test('with nothing changed makes the same picture again, as a version of its own from the same one', async () => {
    const first = await openDone()
    const asked = await refine(first.id)
    expect(asked).toMatchObject({
      image_id: first.image_id,
      mask_id: first.mask_id,
      raw_image_id: first.raw_image_id,
      crop: first.crop,
      prompt: 'teal',
      seed: first.seed,
      price_micro_usd: 0,
      reserved_at: null,
    })
    expect(JSON.parse(asked.refinement!)).toMatchObject({ editId: first.id, maskId: first.mask_id })
    const again = await studio.until(asked.id)
    expect(again.state).toBe('done')
    expect(again.output_image_id).not.toBe(first.output_image_id)
    expect((await pixelsOf(again.output_image_id!)).equals(await pixelsOf(first.output_image_id!))).toBe(true)
    expect((await findImage(studio.ports.db, again.output_image_id!))?.name).toBe('Noise_v3.png')
  })

  test('shows the stored answer through another mask with its edge, and keeps the rest to the bit', async () => {
    const first = await openDone()
    const image = (await findImage(studio.ports.db, first.image_id))!
    const painted = await studio.addMask(image, middle())
    const edge = { feather: 6, grow: 3, strength: 80 }
    const before = await money()
    const refined = await studio.until((await refine(first.id, { maskId: painted.id, ...edge })).id)
    expect(refined.state).toBe('done')

    const shaped = { ...size, data: middle() }
    shapeMask({ raster: shaped, edge, box: JSON.parse(first.crop!).box })
    expect(new Uint8Array(await maskOf(refined))).toEqual(shaped.data)
    const pixels = { before: await pixelsOf(first.image_id), after: await pixelsOf(refined.output_image_id!) }
    expectUntouched({ ...pixels, mask: shaped.data })
    expect(pixels.after.equals(pixels.before)).toBe(false)

    const receipt: Receipt = JSON.parse(refined.receipt!)
    const protectedPixels = shaped.data.filter((share) => share === 0).length
    const nothing = { protectedPixelsChanged: 0, costMicroUsd: 0, sent: null, refines: first.id }
    expect(receipt).toMatchObject({ protectedPixels, ...nothing })
    expect(receipt.timesMs).toMatchObject({ engine: null, fetching: null })
    // Where the result lies is told from what the engine was to leave alone, not from the new mask.
    const found: Receipt = JSON.parse(first.receipt!)
    expect([receipt.place, receipt.colour]).toEqual([found.place, found.colour])
    expect(await money()).toEqual(before)
    expect(await attemptsOf(studio.ports.db, refined.id)).toEqual([])
    expect(await provider.admin.ledger()).toHaveLength(1)
  })

  test('of a refined version starts from the mask as it was painted, and from the same answer', async () => {
    const first = await openDone()
    const second = await studio.until((await refine(first.id, { feather: 8, align: 'off' })).id)
    const third = await studio.until((await refine(second.id)).id)
    expect(third).toMatchObject({ state: 'done', mask_id: first.mask_id, raw_image_id: first.raw_image_id })
    expect(JSON.parse(third.refinement!)).toMatchObject({ editId: second.id, askedMaskId: first.mask_id })
    expect(JSON.parse(third.frame)).toMatchObject({ align: 'off' })
  })

  test('without a mask shows all that the engine has made, and protects what it never saw', async () => {
    const first = await openDone()
    const refined = await studio.until((await refine(first.id, { maskId: null, strength: 50 })).id)
    const mask = new Uint8Array(await maskOf(refined))
    const whole = { ...size, data: new Uint8Array(mask.length).fill(255) }
    shapeMask({ raster: whole, edge: { feather: 0, grow: 0, strength: 50 }, box: JSON.parse(first.crop!).box })
    expect(mask).toEqual(whole.data)
  })

  test('begins and ends without engines, and after a kill in the middle, with no attempt', async () => {
    let hang = true
    let begun = 0
    const first = await openDone(({ pixels }) => ({
      pixels: {
        ...pixels,
        finishEdit: async (request, signal) => {
          begun++
          if (!hang || begun === 1) return pixels.finishEdit(request, signal)
          return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
        },
      },
    }))
    const before = await money()
    const { id } = await refineEdit({ ...studio.ports, engines: new Map() }, { id: first.id, request: {}, key: null })
    await expect.poll(() => begun).toBe(2)
    hang = false
    const restarted = createWorker({ ...studio.ports, engines: new Map() }, { alone: true })
    await restarted.start()
    const refined = await studio.until(id)
    await restarted.stop()
    expect(refined.state).toBe('done')
    expect(await money()).toEqual(before)
    expect(await provider.admin.ledger()).toHaveLength(1)
  })

  test('that fails is told as not charged, and can be tried again without an engine', async () => {
    let broken = false
    const first = await openDone(({ pixels }) => ({
      pixels: {
        ...pixels,
        finishEdit: async (request, signal) => {
          if (broken) throw new Error('a bug')
          return pixels.finishEdit(request, signal)
        },
      },
    }))
    broken = true
    const { id } = await refine(first.id)
    const { db } = studio.ports
    const nudge = setInterval(async () => {
      await db.updateTable('edits').set({ due_at: 0 }).where('due_at', '>', 0).execute()
      studio.worker.wake()
    }, 30)
    const failed = await studio.until(id).finally(() => clearInterval(nudge))
    expect(lifeOf(failed)).toMatchObject({ state: 'failed', error: { charged: 'no' } })
    broken = false
    await retryEdit({ ...studio.ports, engines: new Map() }, id)
    expect((await studio.until(id)).state).toBe('done')
    expect(await provider.admin.ledger()).toHaveLength(1)
  })

  test('the same key is the same version, and with another wish a conflict', async () => {
    const first = await openDone()
    const key = { scope: `POST /api/edits/${first.id}/refine`, key: 'k', bodySha256: 'a' }
    const one = await refineEdit(studio.ports, { id: first.id, request: { feather: 3 }, key })
    const two = await refineEdit(studio.ports, { id: first.id, request: { feather: 3 }, key })
    expect(two.id).toBe(one.id)
    const other = refineEdit(studio.ports, { id: first.id, request: {}, key: { ...key, bodySha256: 'b' } })
    await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict' })
    await studio.until(one.id)
  })

  test('is refused where nothing would show, where nothing is kept and where the frame was redrawn', async () => {
    const first = await openDone()
    await expect(refine(first.id, { strength: 0 })).rejects.toMatchObject({ code: 'mask_empty' })
    await expect(refine('0'.repeat(20))).rejects.toMatchObject({ code: 'not_found' })
    const frame = { kind: 'reframe', aspectRatio: '1:1' } as const
    const drawn = await requestEdit(studio.ports, { imageId: first.image_id, prompt: 'teal', frame }, null)
    expect((await studio.until(drawn.id)).state).toBe('done')
    await expect(refine(drawn.id)).rejects.toMatchObject({ code: 'state_conflict' })
    await provider.admin.fault({ kind: 'moderation-before' })
    const refused = await requestEdit(studio.ports, { imageId: first.image_id, prompt: 'teal' }, null)
    expect((await studio.until(refused.id)).state).toBe('failed')
    await expect(refine(refused.id)).rejects.toMatchObject({ code: 'state_conflict' })
    await deleteImage(studio.ports, first.image_id)
    await expect(refine(first.id)).rejects.toMatchObject({ code: 'not_found' })
  })
})
