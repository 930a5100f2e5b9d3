import { describe, expect, test } from 'vitest'
import en from '#messages/en.json' with { type: 'json' }
import zh from '#messages/zh-CN.json' with { type: 'json' }
import { type HintKind, promptHints } from './hints.ts'
import { templates } from './templates.ts'

const masked = (prompt: string) => promptHints(prompt, { masked: true })
const whole = (prompt: string) => promptHints(prompt, { masked: false })

const told = (kind: HintKind, prompts: readonly string[]) =>
  expect(prompts.filter((prompt) => !whole(prompt).includes(kind))).toEqual([])
const quiet = (kind: HintKind, prompts: readonly string[]) =>
  expect(prompts.filter((prompt) => whole(prompt).includes(kind))).toEqual([])

describe('too vague', () => {
  test('a wish that names nothing that can be seen, in either language', () => {
    told('vague', [
      'Make it better',
      'please make the photo look more beautiful',
      'Enhance this image',
      'fix it',
      'improve the quality, please',
      'better',
      'blue',
      '优化一下',
      '请把照片变得更好看一点',
      '让它变漂亮一些',
      '美化图片。',
      '好看',
    ])
  })

  test('not what says what and how, though it says “better”, too', () => {
    quiet('vague', [
      'Make it better lit: warm evening light from the left',
      'A blue cup',
      'Remove the lamp post',
      'make the sky look more beautiful with orange clouds',
      'fix it: straighten the tower',
      '把杯子改成蓝色',
      '优化一下天空，加上晚霞',
      '去掉路灯',
    ])
  })

  test('is told alone: what else could be said of it is not worth saying', () => {
    expect(whole('Make it better')).toEqual(['vague'])
    expect(promptHints('  ', { masked: false })).toEqual([])
  })
})

describe('text to appear without quotes', () => {
  test('is found where a sign says, a text is written or changed', () => {
    told('unquoted-text', [
      'A wooden sign that says open 24/7',
      'Add the text Summer Sale on the wall',
      'Change the text to OPEN',
      'write hello world on the cup',
      'A poster reading Jazz Night, everything else the same',
      '在杯子上写上你好',
      '招牌改成营业中，其余不变',
      '墙上写着 HELLO',
      '把标题换成夏季促销',
    ])
  })

  test('not where it is quoted, taken away, or only looks different', () => {
    quiet('unquoted-text', [
      'Change the sign to "OPEN 24/7"',
      "Replace the words with 'Jazz Night'",
      'Remove the text from the sign',
      'Change the text colour to red',
      'Add text to the wall in the same style',
      'Make the sign larger',
      'the words on the cover stay readable',
      "The dog's sign is red, keep it",
      '招牌改成“营业中”',
      '写上「你好」',
      '去掉照片上的文字',
      '把文字改成红色',
    ])
  })
})

describe('a negative wish', () => {
  test('is found in either language', () => {
    told('negative', [
      'A street without cars',
      'Add a tree, no people',
      "The sky should not be dark, don't add birds",
      '街道上不要有汽车',
      '换成海滩背景，没有人',
      '别加云彩，天空是蓝色的',
    ])
  })

  test('not where it says what stays, nor within another word or quotes', () => {
    quiet('negative', [
      'Change the wall to blue without changing the light',
      "Make the car red. Don't change anything else",
      'Remove the people, nothing else changes',
      'A sign that says "NO PARKING"',
      'a snowy knoll in November',
      '把墙改成蓝色，不要改变光线',
      '别墅前加一棵特别高的树，其余不变',
      '把衣服换成红色，姿势不变',
    ])
  })
})

describe('nothing said about what stays', () => {
  test('is told of a whole picture only: a mask protects the rest by itself', () => {
    expect(whole('Change the background to a beach at sunset')).toEqual(['nothing-stays'])
    expect(masked('Change the background to a beach at sunset')).toEqual([])
    expect(whole('把背景换成日落的海滩')).toEqual(['nothing-stays'])
    expect(masked('把背景换成日落的海滩')).toEqual([])
  })

  test('not where anything is said of it', () => {
    quiet('nothing-stays', [
      'Change the background to a beach. Keep the woman as she is',
      'Only change the colour of the car to red',
      'Turn the day into night, everything else the same',
      'A teal cup; leave the table untouched',
      '把背景换成海滩，保持人物不变',
      '只把车改成红色',
      '天空换成晚霞，其他部分不动',
    ])
  })
})

test('what the templates give, filled with their own examples, needs no hint', () => {
  for (const { prompts } of [en, zh]) {
    for (const { id, slots } of templates) {
      const filled = Object.entries(slots).reduce(
        (text, [name, asks]) => text.replaceAll(`{${name}}`, prompts.slots[asks].example),
        prompts.templates[id].text,
      )
      expect({ filled, hints: whole(filled) }).toEqual({ filled, hints: [] })
      expect(filled).not.toMatch(/[{}]/)
    }
  }
})
