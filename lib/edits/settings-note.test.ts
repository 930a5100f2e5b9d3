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

test('a note from before more was told is read, and what it does not tell is null', () => {
  const measured = { crop: null, sent: null, received: { width: 8, height: 8, bytes: 9, format: 'png' } }
  const receipt = { ...measured, place: null, colour: null }
  const later = {
    coverage: null,
    protectedPixels: null,
    protectedPixelsChanged: null,
    outsideRaw: null,
    costMicroUsd: null,
  }
  const now: SettingsNote = { ...note('teal'), receipt: { ...receipt, ...later } }
  const json = JSON.stringify(now.receipt)
  const old = writeSettingsXmp(now).replace(json, JSON.stringify(receipt))
  expect(old).not.toContain('costMicroUsd')
  expect(readSettingsXmp(old)).toEqual(now)
})

test('packets of others, torn ones and notes that ask for what cannot be asked for are no notes', () => {
  const xmp = writeSettingsXmp(note('teal'))
  expect(readSettingsXmp('<x:xmpmeta/>')).toBeNull()
  expect(readSettingsXmp(xmp.slice(0, xmp.indexOf('</frisket')))).toBeNull()
  expect(readSettingsXmp(xmp.replace('"version":1', '"version":2'))).toBeNull()
  expect(readSettingsXmp(xmp.replace('482913', '-1'))).toBeNull()
  expect(readSettingsXmp(xmp.replace('"flux"', '"other"'))).toBeNull()
})
