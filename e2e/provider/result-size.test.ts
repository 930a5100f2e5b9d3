import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRatioAllowed, resultSize } from './result-size.ts'

test('the seven sizes of the ladder, also for a ratio that is not reduced', () => {
  const sizes = ['1:1', '2:3', '3:2', '16:9', '9:16', '3:7', '7:3', '32:18', '1024:1024'].map((ratio) => {
    const size = resultSize(ratio)
    return size && `${size.width}x${size.height}`
  })
  expect(sizes).toEqual([
    '1024x1024',
    '832x1248',
    '1248x832',
    '1408x792',
    '792x1408',
    '662x1544',
    '1544x662',
    '1408x792',
    '1024x1024',
  ])
})

test('any other ratio within the bounds gives about a megapixel in multiples of eight, at that ratio', () => {
  const listed = new Set(['662x1544', '1544x662'])
  const side = fc.integer({ min: 300, max: 1500 })
  fc.assert(
    fc.property(side, side, (w, h) => {
      const size = resultSize(`${w}:${h}`)
      if (!isRatioAllowed(w, h)) {
        expect(size).toBeNull()
        return
      }
      if (size === null) throw new Error('no size')
      if (!listed.has(`${size.width}x${size.height}`)) expect([size.width % 8, size.height % 8]).toEqual([0, 0])
      expect(Math.abs((size.width * size.height) / 1024 ** 2 - 1)).toBeLessThan(0.07)
      expect(Math.abs(Math.log(size.width / size.height / (w / h)))).toBeLessThan(0.012)
    }),
  )
  expect(resultSize('5:4')).toEqual({ width: 1144, height: 912 })
})
