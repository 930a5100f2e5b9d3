import { expect, test, vi } from 'vitest'
import type { ImageView } from '../edits/edit.ts'
import { ApiError } from './api-error.ts'
import type { uploadImage } from './upload.ts'
import { type Added, createUploads, nameOfLink, type UploadSource } from './uploads.ts'

const image: ImageView = {
  id: '0'.repeat(20),
  kind: 'upload',
  name: 'cup.jpg',
  width: 3,
  height: 2,
  format: 'jpeg',
  bytes: 9,
  sha256: 'aa',
  url: '/i/0',
  createdAt: '2026-01-01T00:00:00.000Z',
  original: null,
}
const file = (name: string, type = 'image/jpeg'): UploadSource => ({
  kind: 'file',
  file: new File(['x'], name, { type }),
})
const settle = () => new Promise((resolve) => setTimeout(resolve))

function setUp(ports: Partial<Parameters<typeof createUploads>[0]> = {}) {
  const uploads = createUploads({
    measure: async () => ({ width: 300, height: 200 }),
    reduce: async () => null,
    upload: async () => image,
    importUrl: async () => image,
    ...ports,
  })
  const added: Added[] = []
  uploads.onAdded((one) => added.push(one))
  return { uploads, added, states: () => uploads.list().map((upload) => upload.state) }
}

test('a picture that was added alone says so, one of two does not', async () => {
  const { uploads, added } = setUp()
  uploads.add([file('a.jpg')])
  await settle()
  uploads.add([file('b.jpg'), { kind: 'link', url: 'https://example.org/c.png' }])
  await settle()
  expect(added.map((one) => one.alone)).toEqual([true, false, false])
  expect(uploads.list()).toEqual([])
})

test('progress is told, and no more than three go at once', async () => {
  const progress: ((share: number) => void)[] = []
  const { uploads, states } = setUp({
    upload: (_file, options) => {
      if (options?.onProgress) progress.push(options.onProgress)
      return new Promise(() => {})
    },
  })
  uploads.add(['a', 'b', 'c', 'd'].map((name) => file(`${name}.jpg`)))
  await settle()
  progress[0](0.64)
  expect(states()).toEqual([
    { kind: 'uploading', share: 0.64 },
    { kind: 'uploading', share: 0 },
    { kind: 'uploading', share: 0 },
    { kind: 'waiting' },
  ])
})

test('a picture over the limits is offered to be reduced before a byte is sent, then sent under its new ending', async () => {
  const upload = vi.fn(async (_file: File) => image)
  const reduced = { blob: new Blob(['small'], { type: 'image/jpeg' }), width: 5477, height: 3651 }
  const { uploads, added, states } = setUp({
    upload,
    measure: async () => ({ width: 9000, height: 6000 }),
    reduce: async () => reduced,
  })
  uploads.add([file('big.png', 'image/png')])
  await settle()
  expect(upload).not.toHaveBeenCalled()
  expect(states()).toEqual([
    {
      kind: 'offered',
      offer: { overrun: 'pixels', bytes: 1, from: { width: 9000, height: 6000 }, to: { width: 5477, height: 3651 } },
    },
  ])
  uploads.reduce(uploads.list()[0].id)
  await settle()
  expect(upload.mock.calls[0][0].name).toBe('big.jpg')
  expect(added).toEqual([{ image, reduced, alone: true }])
})

test('a refusal of the server for size becomes the same offer, but not for a link', async () => {
  const refuse = async (): Promise<never> => {
    throw new ApiError('image_too_large', { status: 413 })
  }
  const { uploads, states } = setUp({ measure: async () => null, upload: refuse, importUrl: refuse })
  uploads.add([file('odd.gif', 'image/gif'), { kind: 'link', url: 'https://example.org/huge.png' }])
  await settle()
  expect(states().map((state) => state.kind)).toEqual(['offered', 'failed'])
})

test('where the browser cannot reduce, that is said', async () => {
  const { uploads, states } = setUp({ measure: async () => ({ width: 9000, height: 6000 }) })
  uploads.add([file('big.png')])
  await settle()
  uploads.reduce(uploads.list()[0].id)
  await settle()
  expect(states()).toEqual([{ kind: 'cannot-reduce' }])
})

test('removing stops the upload and nothing is heard of it again', async () => {
  const signals: AbortSignal[] = []
  const { uploads, added } = setUp({
    upload: (_file, options) =>
      new Promise((_resolve, reject) => {
        if (!options?.signal) return
        signals.push(options.signal)
        options.signal.addEventListener('abort', () => reject(options.signal?.reason))
      }),
  })
  uploads.add([file('a.jpg')])
  await settle()
  uploads.remove(uploads.list()[0].id)
  await settle()
  expect([signals[0].aborted, uploads.list(), added]).toEqual([true, [], []])
})

test('a failed one can be tried again', async () => {
  const upload = vi.fn<typeof uploadImage>(async () => image).mockRejectedValueOnce(new ApiError('offline'))
  const { uploads, added, states } = setUp({ upload })
  uploads.add([file('a.jpg')])
  await settle()
  expect(states()).toEqual([{ kind: 'failed', error: new ApiError('offline') }])
  uploads.retry(uploads.list()[0].id)
  await settle()
  expect(added.length).toBe(1)
  // Where only the answer was lost, the server makes no second picture.
  const [first, second] = upload.mock.calls.map(([, options]) => options.idempotencyKey)
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(second).toBe(first)
})

test('a link is called by the last part of its path', () => {
  expect(
    ['https://example.org/a/b%20c.png?x=1', 'https://example.org/', 'https://example.org/%E0%A4%A', 'nonsense'].map(
      nameOfLink,
    ),
  ).toEqual(['b c.png', 'example.org', '%E0%A4%A', 'nonsense'])
})

test('what has failed can be cleared away, and what is on its way stays', async () => {
  const { uploads } = setUp({
    upload: () => new Promise(() => {}),
    importUrl: async () => {
      throw new ApiError('url_failed', { status: 400 })
    },
  })
  uploads.add([file('a.jpg'), { kind: 'link', url: 'https://example.org/gone.png' }])
  await settle()
  expect(uploads.list().map(({ name }) => name)).toEqual(['a.jpg', 'gone.png'])
  uploads.removeFailed()
  expect(uploads.list().map(({ name, state }) => [name, state.kind])).toEqual([['a.jpg', 'uploading']])
})
