import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Provider, startProvider } from '../../e2e/provider/provider.ts'
import { AppError } from '../core/errors.ts'
import { attemptsOf } from '../db/attempts.ts'
import { findFamily, findImage } from '../db/images.ts'
import type { EditRow } from '../db/schema.ts'
import type { Composition } from '../edits/composition.ts'
import { enginePresets } from '../edits/engine-presets.ts'
import { createFluxEngine } from '../engines/flux.ts'
import type { ComposePlan } from '../frame/compose.ts'
import { deleteImage } from '../studio/delete-image.ts'
import { refineEdit } from '../studio/refine-edit.ts'
import { openTestSize, openTestStudio, type TestSize, type TestStudio } from './studio.fixture.ts'

const size = { width: 120, height: 90 }
let provider: Provider
let ground: TestSize
let studio: TestStudio
beforeAll(async () => {
  provider = await startProvider({ apiKey: 'key' })
  ground = await openTestSize('embedded')
})
afterAll(async () => {
  await provider.close()
  await ground.close()
})
beforeEach(async () => {
  await provider.admin.reset()
  studio = await openTestStudio(provider, { size: ground })
  await studio.worker.start()
})
afterEach(() => studio.close())

const pixelsOf = async (bytes: Uint8Array | Buffer) =>
  sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })

async function stored(id: string | null) {
  const image = await findImage(studio.ports.db, id ?? '')
  if (!image) throw new Error('no such image')
  return { image, ...(await pixelsOf(await studio.ports.objects.read(image.sha256))) }
}

const compositionOf = (edit: EditRow): Composition => JSON.parse(edit.composition ?? '')

function planOf(edit: EditRow): ComposePlan {
  const { plan } = compositionOf(edit)
  if (plan === null) throw new Error('not one picture')
  return plan
}

test('the reference is sent beside the base, and only the base comes back, pasted through its mask', async () => {
  const base = await studio.addImage(size)
  const reference = await studio.addImage({ width: 200, height: 300 })
  const raster = new Uint8Array(size.width * size.height).fill(255, 0, 60 * size.width)
  const mask = await studio.addMask(base, raster)
  const { id } = await studio.request({
    imageId: base.id,
    maskId: mask.id,
    prompt: 'Put the pattern on the left onto the cup on the right',
    reference: { imageId: reference.id, gap: 8 },
  })
  const edit = await studio.until(id, 'done')
  const { sent, base: at, reference: beside, aspectRatio } = planOf(edit)
  expect([at, beside]).toMatchObject([size, { width: 60, height: 90 }])

  // What the engine was given.
  const [request] = await provider.admin.requests()
  const picture = await pixelsOf((await provider.admin.imageOf(request.n))!)
  expect([picture.info.width, picture.info.height]).toEqual([sent.width, sent.height])
  // And kept: one picture, however often it is sent.
  const merged = await findImage(studio.ports.db, compositionOf(edit).mergedImageId ?? '')
  expect(merged).toMatchObject({ kind: 'raw', root_image_id: base.id, edit_id: id, ...sent })
  const kept = Buffer.from(await studio.ports.objects.read(merged?.sha256 ?? ''))
  expect(kept.equals((await provider.admin.imageOf(request.n))!)).toBe(true)
  const original = await stored(base.id)
  const at3 = (raw: Buffer, width: number, x: number, y: number) => [
    ...raw.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
  ]
  for (const [x, y] of [
    [0, 0],
    [119, 89],
    [40, 30],
  ] as const) {
    expect(at3(picture.data, sent.width, at.x + x, at.y + y)).toEqual(at3(original.data, size.width, x, y))
  }
  expect(at3(picture.data, sent.width, beside.x + beside.width + 2, at.y)).toEqual([255, 255, 255])
  const sentMask = await sharp((await provider.admin.maskOf(request.n))!)
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  const marked = sentMask.reduce((count, value) => count + Number(value > 0), 0)
  expect(marked).toBe(60 * size.width)
  expect(edit.aspect_ratio).toBe(aspectRatio)

  // What came back.
  const output = await stored(edit.output_image_id)
  expect(output.image).toMatchObject({ ...size, root_image_id: base.id })
  expect(JSON.parse(edit.receipt ?? '')).toMatchObject({ protectedPixelsChanged: 0, protectedPixels: 30 * size.width })
  expect(output.data.subarray(3 * 60 * size.width).equals(original.data.subarray(3 * 60 * size.width))).toBe(true)
  expect(output.data.equals(original.data)).toBe(false)
  // The raw result is the base's part, the whole answer is kept beside it.
  const part = await stored(edit.raw_image_id)
  expect(part.info.width / part.info.height).toBeCloseTo(size.width / size.height, 1)
  const raws = await studio.ports.db.selectFrom('images').selectAll().where('kind', '=', 'raw').execute()
  expect(raws).toHaveLength(3)

  // Refining works on that part.
  const again = await refineEdit(studio.ports, { id, request: { feather: 4 }, key: null })
  const refined = await studio.until(again.id, 'done')
  expect(JSON.parse(refined.receipt ?? '')).toMatchObject({ protectedPixelsChanged: 0 })
})

test('a picture that is to stand beside another is in use until it has been', async () => {
  const [base, reference] = [await studio.addImage(size), await studio.addImage(size)]
  await provider.admin.fault({ kind: 'hold' })
  const { id } = await studio.request({ imageId: base.id, prompt: 'p', reference: { imageId: reference.id } })
  await expect(deleteImage(studio.ports, reference.id)).rejects.toMatchObject({ code: 'image_in_use' })
  await provider.admin.untilHeld({ calls: 1 })
  await provider.admin.release()
  await studio.until(id, 'done')
  await deleteImage(studio.ports, reference.id)
})

test('where what would be sent cannot be kept nothing is sent, and it is tried again', async () => {
  await studio.close()
  let refusals = 2
  const sentByThen: number[] = []
  studio = await openTestStudio(provider, {
    size: ground,
    overrides: ({ objects }) => ({
      objects: {
        ...objects,
        put: async (bytes) => {
          if (refusals-- <= 0) return objects.put(bytes)
          sentByThen.push((await provider.admin.requests()).length)
          throw new AppError('storage_failed', { retryable: true })
        },
      },
    }),
  })
  await studio.worker.start()
  const [base, reference] = [await studio.addImage(size), await studio.addImage({ width: 90, height: 90 })]
  const { id } = await studio.request({ imageId: base.id, prompt: 'p', reference: { imageId: reference.id } })
  const edit = await studio.until(id, 'done')
  expect(sentByThen).toEqual([0, 0])
  expect(await provider.admin.ledger()).toHaveLength(1)
  expect(await attemptsOf(studio.ports.db, id)).toHaveLength(1)
  expect(compositionOf(edit).mergedImageId).toBeDefined()
})

/** A server that takes several pictures a call. */
function severalAtOnce() {
  const profile = { ...enginePresets.apiyi, severalPictures: true, baseUrl: provider.baseUrl, timeoutS: 20 }
  return createFluxEngine({ id: 'flux', key: provider.apiKey, profile, guard: null, now: Date.now })
}

test('what was sent as one picture is kept once, though it is sent twice', async () => {
  const [base, reference] = [await studio.addImage(size), await studio.addImage({ width: 90, height: 90 })]
  await provider.admin.fault({ kind: 'status', status: 429, retryAfter: { as: 'seconds', seconds: 0 } })
  const { id } = await studio.request({ imageId: base.id, prompt: 'p', reference: { imageId: reference.id } })
  const edit = await studio.until(id, 'done')
  expect(await provider.admin.requests()).toHaveLength(2)
  const { images } = await findFamily(studio.ports.db, base.id)
  expect(images.filter(({ id }) => id === compositionOf(edit).mergedImageId)).toHaveLength(1)
  expect(images.filter(({ name }) => name.startsWith('merged'))).toHaveLength(1)
  await deleteImage(studio.ports, base.id)
  expect(await studio.ports.objects.stat(images.find(({ name }) => name.startsWith('merged'))?.sha256 ?? '')).toBeNull()
})

test('a model that takes several pictures gets each as its own, the base cut to what is painted', async () => {
  await studio.close()
  studio = await openTestStudio(provider, {
    size: ground,
    overrides: () => ({ engines: new Map([['flux', severalAtOnce()]]) }),
  })
  await studio.worker.start()
  const base = await studio.addImage({ width: 900, height: 600 })
  const reference = await studio.addImage({ width: 200, height: 300 })
  const raster = new Uint8Array(900 * 600)
  for (let y = 300; y < 360; y++) raster.fill(255, y * 900 + 400, y * 900 + 500)
  const mask = await studio.addMask(base, raster)
  const { id } = await studio.request({
    imageId: base.id,
    maskId: mask.id,
    prompt: 'Put the pattern of the second picture onto the cup in the first',
    reference: { imageId: reference.id, apart: true },
  })
  const edit = await studio.until(id, 'done')
  expect(compositionOf(edit)).toEqual({ imageId: reference.id, side: 'left', gap: 0, plan: null })

  const [request] = await provider.admin.requests()
  const files = request.fields.filter(({ kind }) => kind === 'file').map(({ name }) => name)
  expect(files).toEqual(['image[]', 'image[]', 'mask'])
  const crop = JSON.parse(edit.crop ?? '')
  expect(crop.box.width).toBeLessThan(900)
  const sent = await pixelsOf((await provider.admin.imageOf(request.n))!)
  expect([sent.info.width, sent.info.height]).toEqual([crop.sent.width, crop.sent.height])
  const beside = await pixelsOf((await provider.admin.referenceOf(request.n, 2))!)
  expect([beside.info.width, beside.info.height]).toEqual([200, 300])
  expect(beside.data).toEqual((await stored(reference.id)).data)

  const [original, output] = [await stored(base.id), await stored(edit.output_image_id)]
  expect(JSON.parse(edit.receipt ?? '')).toMatchObject({ protectedPixelsChanged: 0 })
  expect(output.data.subarray(0, 300 * 900 * 3)).toEqual(original.data.subarray(0, 300 * 900 * 3))
  expect(output.data.equals(original.data)).toBe(false)
})

test('a model that takes one picture is not asked with two', async () => {
  const base = await studio.addImage(size)
  const reference = { imageId: base.id, apart: true }
  await expect(studio.request({ imageId: base.id, prompt: 'p', reference })).rejects.toMatchObject({
    code: 'parameter_invalid',
    field: 'reference.apart',
  })
  expect(await provider.admin.requests()).toEqual([])
})

test('without a mask the whole base is redrawn, at its own size', async () => {
  const base = await studio.addImage(size)
  const reference = await studio.addImage({ width: 90, height: 90 })
  const reference2 = { imageId: reference.id, side: 'right' as const }
  const { id } = await studio.request({ imageId: base.id, prompt: 'p', reference: reference2 })
  const edit = await studio.until(id, 'done')
  const output = await stored(edit.output_image_id)
  expect(output.image).toMatchObject(size)
  expect(planOf(edit).base.x).toBeLessThan(planOf(edit).reference.x)
})

test('a reference that is not there, or a frame that is redrawn, is refused before anything is written', async () => {
  const base = await studio.addImage(size)
  const ask = (change: object) => studio.request({ imageId: base.id, prompt: 'p', ...change })
  await expect(ask({ reference: { imageId: 'x'.repeat(20) } })).rejects.toMatchObject({
    code: 'not_found',
    field: 'reference.imageId',
  })
  const reference = { imageId: base.id }
  await expect(ask({ reference, aspectRatio: '1:1' })).rejects.toMatchObject({
    code: 'parameter_invalid',
    field: 'reference',
  })
  expect(await studio.ports.db.selectFrom('edits').selectAll().execute()).toEqual([])
})
