import { expect, test } from 'vitest'
import { ApiError } from '#lib/client/api-error.ts'
import { stepAfter } from './mask-import-steps.ts'

const unasked = { channel: null, scale: false } as const
const mismatch = (width: number, height: number): ApiError =>
  new ApiError('mask_size_mismatch', { details: { width, height, expectedWidth: 5472, expectedHeight: 3648 } })

test('asks for the channel where both could be meant, once', () => {
  const error = new ApiError('mask_ambiguous')
  expect(stepAfter(error, unasked)).toEqual({ kind: 'channel' })
  expect(stepAfter(error, { ...unasked, channel: 'alpha' })).toEqual({ kind: 'failed', error })
})

test('offers to scale another size, and says whether that stretches it', () => {
  expect(stepAfter(mismatch(1024, 683), unasked)).toEqual({ kind: 'scale', width: 1024, height: 683, stretches: false })
  expect(stepAfter(mismatch(1000, 1000), unasked)).toMatchObject({ kind: 'scale', stretches: true })
  const error = mismatch(1000, 1000)
  expect(stepAfter(error, { ...unasked, scale: true })).toEqual({ kind: 'failed', error })
})

test('everything else is a failure', () => {
  const error = new ApiError('image_invalid')
  expect(stepAfter(error, unasked)).toEqual({ kind: 'failed', error })
})
