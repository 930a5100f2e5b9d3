import { expect, test } from 'vitest'
import { maskFileName } from './mask-export.ts'

test('a mask is named after its picture, without the ending of that', () => {
  expect(['espresso-cup.jpg', 'a.b.PNG', 'no ending', '.png', '北京.webp'].map(maskFileName)).toEqual([
    'espresso-cup_mask.png',
    'a.b_mask.png',
    'no ending_mask.png',
    '_mask.png',
    '北京_mask.png',
  ])
})
