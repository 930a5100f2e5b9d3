import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import { splitSentence } from '../lib/client/error-words.ts'
import { editErrorCodes, requestErrorCodes } from '../lib/core/errors.ts'
import en from './en.json' with { type: 'json' }
import zh from './zh-CN.json' with { type: 'json' }

/** Every message by its path: "shell.keys.brush" → "Brush". */
function flatten(tree: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value]] : Object.entries(flatten(value, `${path}${key}.`)),
    ),
  )
}

const english = flatten(en)
const chinese = flatten(zh)

/** The arguments and tags of an ICU message. A branch of a plural or select is told apart by having more than a word. */
const argumentsOf = (message: string): string[] =>
  [
    ...new Set(
      [...message.matchAll(/\{(\w+)(?:\}|, (?:plural|select|number|date|time)\b)|<(\w+)>/g)].map(
        (match) => match[1] ?? `<${match[2]}>`,
      ),
    ),
  ].sort()

test('both languages have the same messages', () => {
  expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
})

test('both languages take the same arguments', () => {
  const differing = Object.keys(english).filter(
    (key) => argumentsOf(english[key]).join() !== argumentsOf(chinese[key] ?? '').join(),
  )
  expect(differing).toEqual([])
})

test.each([
  ['en', en, english],
  ['zh-CN', zh, chinese],
] as const)('every message of %s can be formatted', (locale, messages, flat) => {
  const faults: string[] = []
  const t = createTranslator({ locale, messages, onError: (error) => faults.push(error.message) })
  for (const [key, message] of Object.entries(flat)) {
    const values = Object.fromEntries(
      argumentsOf(message).map((name) =>
        name.startsWith('<') ? [name.slice(1, -1), (chunks: unknown) => String(chunks)] : [name, 2],
      ),
    )
    // The key is known to exist; its type would be the union of every path.
    t.markup(key as never, values as never)
  }
  expect(faults).toEqual([])
})

test('every code has words in both languages that need no figures, and say what happened before what to do', () => {
  for (const messages of [en.errors, zh.errors]) {
    expect(Object.keys(messages).sort()).toEqual([...requestErrorCodes, ...editErrorCodes, 'offline'].sort())
    for (const message of Object.values(messages)) {
      expect(argumentsOf(message)).toEqual([])
      expect(splitSentence(message).detail, message).toBeTruthy()
    }
  }
})

test('the words are plain: no exclamation marks, and Chinese has full-width punctuation', () => {
  expect(Object.entries({ ...english, ...chinese }).filter(([, message]) => /[!！]/.test(message))).toEqual([])
  const halfWidth = Object.entries(chinese).filter(([, message]) =>
    /[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?:\s|$)/.test(message),
  )
  expect(halfWidth).toEqual([])
})
