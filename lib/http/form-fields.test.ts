import { expect, test } from 'vitest'
import { readForm } from './form-fields.ts'

const post = (body: BodyInit, type = 'application/x-www-form-urlencoded') =>
  new Request('http://studio/', { method: 'POST', body, headers: { 'content-type': type } })

test('fields come in their order, as often as they were sent', async () => {
  const form = await readForm(post('id=a&other=1&id=b%20c'))
  expect(form.getAll('id')).toEqual(['a', 'b c'])
})

test('another type and a form without an end are refused', async () => {
  await expect(readForm(post('id=a', 'text/plain'))).rejects.toMatchObject({
    code: 'request_invalid',
    field: 'Content-Type',
  })
  await expect(readForm(post(`id=${'a'.repeat(1_000_001)}`))).rejects.toMatchObject({ code: 'request_invalid' })
})
