import { expect, test } from 'vitest'
import { chooseLocale } from './locale.ts'

test('the cookie decides before the browser does', () => {
  expect(chooseLocale('zh-CN', 'en-GB,en')).toBe('zh-CN')
  expect(chooseLocale('en', 'zh-CN')).toBe('en')
})

test('every Chinese asks for 简体中文, and an unknown cookie counts for nothing', () => {
  expect(['zh', 'zh-TW,en;q=0.5', 'zh-Hans-CN'].map((header) => chooseLocale('fr', header))).toEqual([
    'zh-CN',
    'zh-CN',
    'zh-CN',
  ])
})

test('the languages are weighed, and a refused one is passed over', () => {
  expect(chooseLocale(undefined, 'en;q=0.4, zh;q=0.9')).toBe('zh-CN')
  expect(chooseLocale(undefined, 'de, en;q=0.8, zh;q=0.5')).toBe('en')
  expect(chooseLocale(undefined, 'zh;q=0, en;q=0.1')).toBe('en')
  expect(chooseLocale(undefined, 'zhuang')).toBe('en')
})

test('without any wish it is English', () => {
  expect([chooseLocale(undefined, null), chooseLocale('', ''), chooseLocale(undefined, 'fr')]).toEqual([
    'en',
    'en',
    'en',
  ])
})
