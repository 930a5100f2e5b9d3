import { expect, test } from 'vitest'
import { createEngineGuard } from './engine-guard.ts'

const guard = createEngineGuard({
  resolve: async (name) =>
    name === 'mixed.example'
      ? [
          { address: '93.184.216.34', family: 4 },
          { address: '10.0.0.5', family: 4 },
        ]
      : [{ address: name === 'inside.example' ? '127.0.0.1' : '93.184.216.34', family: 4 }],
})

const find = (name: string) =>
  new Promise((resolve) => {
    guard.lookup(name, { all: true }, (error, addresses) => resolve(error ? error.message : addresses))
  })

test.each([
  ['https://api.example/v1', true],
  ['http://api.example/v1', false],
  ['https://93.184.216.34/v1', true],
  ['https://127.0.0.1/v1', false],
  ['https://[::1]/v1', false],
  ['https://169.254.169.254/latest', false],
  ['https://2130706433/v1', false],
])('%s: %s', (url, admitted) => {
  expect(guard.admits(new URL(url))).toBe(admitted)
})

test('a name leads to public addresses only, and one that is not spoils them all', async () => {
  expect(await find('api.example')).toEqual([{ address: '93.184.216.34', family: 4 }])
  expect(await find('inside.example')).toBe('address_not_allowed')
  expect(await find('mixed.example')).toBe('address_not_allowed')
})
