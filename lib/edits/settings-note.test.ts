import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSettingsXmp, type SettingsNote, writeSettingsXmp } from './settings-note.ts'

const note = (prompt: string): SettingsNote => ({
  version: 1,
  settings: {
    engine: 'flux',
    model: 'flux-kontext-max',
    operation: null,
    prompt,
    frame: { kind: 'keep', context: 80, align: 'auto' },
    seed: 482_913,
    safetyTolerance: 1,
    outputFormat: 'png',
  },
  receipt: null,
})

test('whatever the prompt, the note comes back as it was written, and the packet is well-formed', () => {
  const prompts = ['</frisket:edit>&amp;<x>', '青花瓷 "a" \'b\' \\ \u0007\n\t', ']]>', '😀'.repeat(100)]
  for (const prompt of prompts) expect(readSettingsXmp(writeSettingsXmp(note(prompt)))).toEqual(note(prompt))
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      const prompt = `a${text.replaceAll('\0', '')}`
      const xmp = writeSettingsXmp(note(prompt))
      expect(readSettingsXmp(xmp)).toEqual(note(prompt))
      expect(xmp.match(/<frisket:edit>/g)).toHaveLength(1)
    }),
  )
})

test('packets of others, torn ones and notes that ask for what cannot be asked for are no notes', () => {
  const xmp = writeSettingsXmp(note('teal'))
  expect(readSettingsXmp('<x:xmpmeta/>')).toBeNull()
  expect(readSettingsXmp(xmp.slice(0, xmp.indexOf('</frisket')))).toBeNull()
  expect(readSettingsXmp(xmp.replace('"version":1', '"version":2'))).toBeNull()
  expect(readSettingsXmp(xmp.replace('482913', '-1'))).toBeNull()
  expect(readSettingsXmp(xmp.replace('"flux"', '"other"'))).toBeNull()
})
