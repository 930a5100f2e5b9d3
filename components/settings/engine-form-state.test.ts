import { expect, test } from 'vitest'
import { enginePresets } from '#lib/edits/engine-presets.ts'
import { draftOf, emptyModel, isChanged, isElsewhere, readEngine } from './engine-form-state.ts'

test('every preset comes back from the form as it went in', () => {
  for (const preset of Object.values(enginePresets)) {
    const draft = draftOf(preset)
    expect(readEngine(draft)).toEqual({ wish: { profile: preset }, faults: null })
    expect(isChanged(draft, preset)).toBe(false)
    expect(isChanged({ ...draft, key: 'k' }, preset)).toBe(true)
  }
})

test('what is at fault is told by its field', () => {
  const draft = draftOf(enginePresets.apiyi)
  const faultsOf = (change: Partial<typeof draft>) => [...(readEngine({ ...draft, ...change }).faults ?? [])]
  expect(faultsOf({ name: ' ' })).toEqual(['name'])
  expect(faultsOf({ baseUrl: 'api.example' })).toEqual(['baseUrl'])
  expect(faultsOf({ key: 'two words' })).toEqual(['key'])
  expect(faultsOf({ models: [] })).toContain('models')
  expect(faultsOf({ models: [emptyModel()] })).toEqual(['models'])
  expect(faultsOf({ models: [{ ...draft.models[0], price: '7 cents' }] })).toEqual(['models'])
  expect(faultsOf({ wire: draft.wire && { ...draft.wire, ratios: '1:1, 5:1' } })).toEqual(['ratios'])
  expect(faultsOf({ wire: draft.wire && { ...draft.wire, maskField: '' } })).toEqual(['maskField'])
})

test('prices are read in dollars, names default to the model, sizes stand behind their ratio', () => {
  const draft = draftOf(enginePresets.openai)
  const { wish } = readEngine({
    ...draft,
    baseUrl: 'https://api.example/v1/',
    models: [{ ...emptyModel(), model: ' image-2 ', price: '$0.035' }],
  })
  expect(wish?.profile).toMatchObject({
    baseUrl: 'https://api.example/v1',
    models: [{ model: 'image-2', label: 'image-2', use: 'edit', priceMicroUsd: 35_000 }],
    ratios: [
      { ratio: '1:1', size: '1024x1024' },
      { ratio: '2:3', size: '1024x1536' },
      { ratio: '3:2', size: '1536x1024' },
    ],
  })
})

test('a key belongs to a server, not to a path on it', () => {
  const draft = draftOf(enginePresets.apiyi)
  expect(isElsewhere({ ...draft, baseUrl: 'https://api.apiyi.com/v2' }, enginePresets.apiyi)).toBe(false)
  expect(isElsewhere({ ...draft, baseUrl: 'https://vip.apiyi.com/v1' }, enginePresets.apiyi)).toBe(true)
  expect(isElsewhere({ ...draft, baseUrl: 'half' }, enginePresets.apiyi)).toBe(false)
})
