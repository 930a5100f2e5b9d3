import { describe, expect, test } from 'vitest'
import type { EditRequest } from '#lib/edits/edit.ts'
import { createSubmission, type Press } from './edit-submission.ts'
import { editView } from './editor.fixture.ts'

const lost = new Error('no answer')
const refused = new Error('refused')

/** A server that answers, or fails with what `failures` holds, one per call. */
function server(...failures: (Error | null)[]) {
  const masks: string[] = []
  const calls: { key: string; request: EditRequest }[] = []
  const begun: string[] = []
  let keys = 0
  const submit = createSubmission({
    createMask: async (imageId) => {
      masks.push(imageId)
      return { id: `mask-${masks.length}` }
    },
    createEdit: async (request, key) => {
      calls.push({ key, request })
      const failure = failures.shift()
      if (failure) throw failure
      return editView({ id: `edit-${calls.length}` })
    },
    createVariations: async (request, key) => {
      const { count, variationSetId: _, ...alone } = request
      calls.push({ key, request: alone })
      const failure = failures.shift()
      if (failure) throw failure
      return Array.from({ length: count }, (_, i) => editView({ id: `variation-${i + 1}` }))
    },
    newKey: () => `key-${++keys}`,
    wasRefused: (error) => error === refused,
    onBegun: ({ id }) => begun.push(id),
  })
  return {
    submit,
    masks,
    begun,
    after: () => calls.map(({ request }) => request.after),
    keys: () => calls.map(({ key }) => key),
    maskIds: () => calls.map(({ request }) => request.maskId),
  }
}

const press = (prompt: string, revision: number | null = null, parts = 1): Press => ({
  imageId: 'image',
  mask: revision === null ? null : { revision, parts: Array.from({ length: parts }, () => async () => new Blob()) },
  request: (maskId) => ({ imageId: 'image', maskId, prompt }),
})

describe('a press of the run button', () => {
  test('stores the mask once per state of it, and none where nothing is painted', async () => {
    const { submit, masks, maskIds } = server()
    await submit(press('a'))
    await submit(press('a', 1))
    await submit(press('b', 1))
    await submit(press('b', 2))
    expect(masks).toHaveLength(2)
    expect(maskIds()).toEqual([null, 'mask-1', 'mask-1', 'mask-2'])
  })

  test('carries the same key again where its answer was lost', async () => {
    const { submit, keys, masks } = server(lost, lost)
    await expect(submit(press('a', 1))).rejects.toBe(lost)
    await expect(submit(press('a', 1))).rejects.toBe(lost)
    await submit(press('a', 1))
    await submit(press('a', 1))
    expect(keys()).toEqual(['key-1', 'key-1', 'key-1', 'key-2'])
    expect(masks).toHaveLength(1)
  })

  test('is a new one after a change, and after a refusal', async () => {
    const { submit, keys } = server(lost, refused)
    await expect(submit(press('a'))).rejects.toBe(lost)
    await expect(submit(press('b'))).rejects.toBe(refused)
    await submit(press('b'))
    expect(keys()).toEqual(['key-1', 'key-2', 'key-3'])
  })

  test('of several parts makes several edits, each after the one before, with a mask and a key of its own', async () => {
    const { submit, keys, after, maskIds, begun } = server()
    expect((await submit(press('a', 1, 3))).id).toBe('edit-1')
    expect(maskIds()).toEqual(['mask-1', 'mask-2', 'mask-3'])
    expect(after()).toEqual([undefined, 'edit-1', 'edit-2'])
    expect(new Set(keys()).size).toBe(3)
    expect(begun).toEqual(['edit-1', 'edit-2', 'edit-3'])
  })

  test('goes on with the part whose answer was lost, and asks for none twice', async () => {
    const { submit, keys, begun, masks } = server(null, lost)
    await expect(submit(press('a', 1, 2))).rejects.toBe(lost)
    await submit(press('a', 1, 2))
    expect(keys()).toEqual(['key-1', 'key-2', 'key-2'])
    expect(begun).toEqual(['edit-1', 'edit-3'])
    expect(masks).toHaveLength(2)
    await submit(press('a', 1, 2))
    expect(keys().slice(3)).toEqual(['key-3', 'key-4'])
  })

  test('forgets a part that was refused along with the ones before it', async () => {
    const { submit, keys } = server(null, refused)
    await expect(submit(press('a', 1, 2))).rejects.toBe(refused)
    await submit(press('a', 1, 2))
    expect(keys()).toEqual(['key-1', 'key-2', 'key-3', 'key-4'])
  })

  test('asks for variations in one act, under one key until it is answered', async () => {
    const { submit, keys, begun, masks } = server(lost)
    const many = { ...press('a', 1), variations: { count: 3 } }
    await expect(submit(many)).rejects.toBe(lost)
    expect((await submit(many)).id).toBe('variation-1')
    expect(keys()).toEqual(['key-1', 'key-1'])
    expect(begun).toEqual(['variation-1', 'variation-2', 'variation-3'])
    expect(masks).toHaveLength(1)
    // One alone is another wish, and so are more of them.
    await submit(press('a', 1))
    await submit({ ...many, variations: { count: 4 } })
    expect(keys()).toEqual(['key-1', 'key-1', 'key-2', 'key-3'])
  })
})
