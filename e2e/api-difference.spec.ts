// What differs between two pictures, asked of the studio as a program would.
import { expect } from '@playwright/test'
import sharp from 'sharp'
import { callsOf } from './calls.ts'
import { greyOf } from './editor-page.ts'
import { test } from './fixtures.ts'
import { bytesOf } from './pictures.ts'

const size = { width: 40, height: 30 }

const flat = async (level: number, dot: number | null = null) => {
  const samples = Buffer.alloc(size.width * size.height * 3, level)
  if (dot !== null) samples[3 * dot + 1] = level + 7
  return bytesOf(
    await sharp(samples, { raw: { ...size, channels: 3 } })
      .png()
      .toBuffer(),
  )
}

test('one pixel that is 7 levels off is one pixel of 7 in the difference, kept by browsers under a strong tag', async ({
  studio,
}) => {
  const calls = callsOf(studio.url)
  const before = await calls.upload(await flat(90))
  const after = await calls.upload(await flat(90, 123))
  const address = `${studio.url}/api/images/${before.id}/difference?to=${after.id}`
  const answer = await fetch(address)
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(answer.headers.get('cache-control')).toContain('immutable')
  const expected = Buffer.alloc(size.width * size.height)
  expected[123] = 7
  expect(await greyOf(Buffer.from(await answer.arrayBuffer()))).toEqual(expected)
  const tag = answer.headers.get('etag') ?? ''
  expect(tag).toContain(before.sha256)
  expect((await fetch(address, { headers: { 'if-none-match': tag } })).status).toBe(304)
})

test('pictures of two sizes, and pictures that are not there, have no difference', async ({ studio }) => {
  const calls = callsOf(studio.url)
  const one = await calls.upload(await flat(10))
  const small = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const other = await calls.upload(bytesOf(small))
  const ask = (query: string) => fetch(`${studio.url}/api/images/${one.id}/difference${query}`)
  const refusal = async (query: string) => {
    const answer = await ask(query)
    const { error } = await answer.json()
    return [answer.status, error.code, error.field]
  }
  expect(await refusal(`?to=${other.id}`)).toEqual([400, 'parameter_invalid', 'to'])
  expect(await refusal('')).toEqual([400, 'parameter_invalid', 'to'])
  expect(await refusal('?to=00000000000000000000')).toEqual([404, 'not_found', 'to'])
  expect((await fetch(`${studio.url}/api/images/00000000000000000000/difference?to=${one.id}`)).status).toBe(404)
})
