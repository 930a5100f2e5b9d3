import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { drain, openBody, readChunks } from './request-body.ts'

const post = (source: UnderlyingDefaultSource<Uint8Array>): Request => {
  const body: object = { body: new ReadableStream(source), duplex: 'half' }
  return new Request('http://localhost/', { method: 'POST', ...body })
}

test('a body is read in its pieces, and no body is an empty one', async () => {
  const pieces: Uint8Array[] = []
  const request = post({
    start(controller) {
      controller.enqueue(new Uint8Array([1, 2]))
      controller.enqueue(new Uint8Array([3]))
      controller.close()
    },
  })
  for await (const chunk of readChunks(openBody(request))) pieces.push(chunk)
  expect(pieces).toEqual([new Uint8Array([1, 2]), new Uint8Array([3])])
  for await (const chunk of readChunks(openBody(new Request('http://localhost/', { method: 'POST' }))))
    pieces.push(chunk)
  expect(pieces).toHaveLength(2)
})

test('a client that goes away is request_invalid, with what happened as its cause', async () => {
  const cause = new Error('aborted')
  const gone = readChunks(openBody(post({ pull: (controller) => controller.error(cause) })))
  await expect(gone.next()).rejects.toMatchObject({ name: 'AppError', code: 'request_invalid', cause })
})

test('what nobody wants is read to its end, and cut off where there is none', async () => {
  let cancelled = false
  let left = 150
  const endless = () =>
    post({
      pull: (controller) => (left-- > 0 ? controller.enqueue(new Uint8Array(1_000_000)) : controller.close()),
      cancel: () => {
        cancelled = true
      },
    })
  drain(openBody(endless()))
  while (left >= 0) await setTimeout(1)
  expect(cancelled).toBe(false)

  left = 1_000
  drain(openBody(endless()))
  while (!cancelled) await setTimeout(1)
  expect(left).toBeGreaterThan(790)
})

test('draining a client that has gone harms nobody', async () => {
  drain(openBody(post({ pull: (controller) => controller.error(new Error('aborted')) })))
  await setTimeout(10)
})
