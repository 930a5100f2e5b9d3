// Where an edit's time went, as far as it applies.
import type { EditView } from '#lib/edits/edit.ts'
import type { Receipt } from '#lib/edits/receipt.ts'

const order = ['queued', 'engine', 'fetching', 'finishing'] as const
export type TimeStep = { step: (typeof order)[number]; ms: number }

/** In their order. This machine's own engine hands its result over: there was nothing to fetch, not even in no time. */
export const timeSteps = ({ engine }: Pick<EditView, 'engine'>, timesMs: Receipt['timesMs']): TimeStep[] =>
  order.flatMap((step) => {
    const ms = timesMs[step]
    return ms === null || (step === 'fetching' && engine === 'local') ? [] : [{ step, ms }]
  })
