import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import en from '#messages/en.json' with { type: 'json' }
import zh from '#messages/zh-CN.json' with { type: 'json' }
import { spokenPrice } from './price.ts'

test('a price is spoken in whole dollars and cents', () => {
  expect([0, 70_000, 35_000, 2_000_000, 1_120_000].map((amount) => spokenPrice(amount))).toEqual([
    { kind: 'nothing', dollars: 0, cents: 0 },
    { kind: 'cents', dollars: 0, cents: 7 },
    { kind: 'cents', dollars: 0, cents: 3.5 },
    { kind: 'dollars', dollars: 2, cents: 0 },
    { kind: 'both', dollars: 1, cents: 12 },
  ])
})

test('the run button says its price in both languages', () => {
  const english = createTranslator({ locale: 'en', messages: en, namespace: 'edit' })
  const chinese = createTranslator({ locale: 'zh-CN', messages: zh, namespace: 'edit' })
  const amounts = [70_000, 10_000, 0, 1_120_000, 1_000_000]
  expect(amounts.map((amount) => english('runSpoken', spokenPrice(amount)))).toEqual([
    'Edit, costs 7 cents',
    'Edit, costs 1 cent',
    'Edit, costs nothing',
    'Edit, costs 1 dollar 12',
    'Edit, costs 1 dollar',
  ])
  expect(amounts.map((amount) => chinese('runSpoken', spokenPrice(amount)))).toEqual([
    '编辑，费用 7 美分',
    '编辑，费用 1 美分',
    '编辑，免费',
    '编辑，费用 1 美元 12 美分',
    '编辑，费用 1 美元',
  ])
})
