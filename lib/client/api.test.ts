import { afterEach, expect, test, vi } from 'vitest'
import { createMask, listImages } from './api.ts'
import { readRefusal } from './api-error.ts'
import { splitSentence } from './error-words.ts'

afterEach(() => void vi.unstubAllGlobals())

const answering = (body: unknown, status = 200) => {
  const fetched = vi.fn<typeof fetch>(async () => Response.json(body, { status }))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

test('a page of the library is asked for by cursor and search, and empty ones are left out', async () => {
  const fetched = answering({ images: [], nextCursor: null })
  expect(await listImages({ cursor: null, search: 'a b&c' })).toEqual({ images: [], nextCursor: null })
  expect(fetched.mock.calls[0][0]).toBe('/api/images?search=a+b%26c')
})

test('a refusal keeps its code, field and details', async () => {
  answering({ error: { code: 'mask_size_mismatch', message: 'no', field: 'mask', details: { width: 3 } } }, 422)
  await expect(createMask('x', new Blob())).rejects.toMatchObject({
    name: 'ApiError',
    code: 'mask_size_mismatch',
    message: 'no',
    field: 'mask',
    details: { width: 3 },
    status: 422,
  })
})

test('an answer of another shape is a failure of the server, not a half-read value', async () => {
  answering({ images: 'all of them' })
  await expect(listImages({})).rejects.toMatchObject({ code: 'internal_error' })
})

test('no answer at all is offline, and an abort is the reason it was given', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed to fetch')
  })
  await expect(listImages({})).rejects.toMatchObject({ code: 'offline', status: 0 })
  const reason = new Error('left the page')
  await expect(listImages({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test('a code of a newer server and the page of a proxy have words, too', () => {
  expect(readRefusal(409, '{"error":{"code":"brand_new","message":"m"}}').code).toBe('internal_error')
  expect(readRefusal(502, '<html>Bad Gateway</html>').code).toBe('offline')
  expect(readRefusal(500, '').code).toBe('internal_error')
})

test('words are cut after the first sentence, in both languages, and not inside a price', () => {
  expect(splitSentence('It may have cost $0.07. It was not sent again.')).toEqual({
    title: 'It may have cost $0.07.',
    detail: 'It was not sent again.',
  })
  expect(splitSentence('此文件是空的。请选择其他文件。')).toEqual({
    title: '此文件是空的。',
    detail: '请选择其他文件。',
  })
  expect(splitSentence('One sentence.')).toEqual({ title: 'One sentence.', detail: undefined })
})
