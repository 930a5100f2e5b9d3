import { expect, test } from 'vitest'
import { timeSteps } from './time-steps.ts'

const timesMs = { queued: 20, engine: 900, fetching: 3, finishing: 110 }

test('a local result was never fetched', () => {
  expect(timeSteps({ engine: 'local' }, timesMs)).toEqual([
    { step: 'queued', ms: 20 },
    { step: 'engine', ms: 900 },
    { step: 'finishing', ms: 110 },
  ])
})

test('that of an engine elsewhere was, and what did not happen is left out', () => {
  expect(timeSteps({ engine: 'flux' }, { ...timesMs, queued: null }).map(({ step }) => step)).toEqual([
    'engine',
    'fetching',
    'finishing',
  ])
})
