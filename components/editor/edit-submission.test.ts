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
    newKey: () => `key-${++keys}`,
    wasRefused: (error) => error === refused,
  })
  return {
    submit,
    masks,
    keys: () => calls.map(({ key }) => key),
    maskIds: () => calls.map(({ request }) => request.maskId),
  }
}

const press = (prompt: string, revision: number | null = null): Press => ({
  imageId: 'image',
  mask: revision === null ? null : { revision, png: async () => new Blob() },
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
})
