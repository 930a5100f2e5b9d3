import { describe, expect, test } from 'vitest'
import { isAppError } from '../core/errors.ts'
import { checkResult } from './check-result.ts'
import { encoder, photo, scratch } from './image.fixture.ts'

const { write } = scratch()
const size = { width: 300, height: 200 }

describe('what comes back', () => {
  test('is measured', async () => {
    const webp = await encoder(photo(size)).webp().toBuffer()
    const expected = { ...size, format: 'webp', bytes: webp.length }
    expect(await checkResult(await write(webp))).toEqual(expected)
  })

  test('is invalid when it is empty, cut off, animated, a GIF or no picture at all', async () => {
    const png = await encoder(photo(size)).png().toBuffer()
    const broken: [string, Uint8Array][] = [
      ['image_empty', Buffer.alloc(0)],
      ['image_invalid', png.subarray(0, -30)],
      ['unsupported_image_type', Buffer.from('<html><body>502 Bad Gateway</body></html>')],
      ['unsupported_image_type', await encoder(photo(size)).gif().toBuffer()],
    ]
    for (const [reason, bytes] of broken) {
      const error = await checkResult(await write(bytes)).catch((caught: unknown) => caught)
      expect(isAppError(error) && { code: error.code, reason: error.details.reason }).toEqual({
        code: 'result_invalid',
        reason,
      })
    }
  })
})
