import { AppError, type EnginePauseCode } from '../core/errors.ts'
import { allowTrial, findPause } from '../db/engine-pauses.ts'
import type { EngineId } from '../edits/edit.ts'
import type { CropLimits } from '../frame/crop.ts'
import type { StudioPorts } from './ports.ts'

export type EngineView = {
  id: EngineId
  /** A name for people. */
  label: string
  model: string
  priceMicroUsd: number
  /** How many calls may be under way at once. */
  concurrency: number
  /** What part of a picture it can be asked for; null where it is given the whole picture. */
  crop: CropLimits | null
  available: boolean
  why: 'no_key' | null
  /** It takes no calls until its operator acts; `since` is ISO 8601, `waiting` counts the edits in its queue. */
  paused: { code: EnginePauseCode; since: string; waiting: number } | null
}

/** Both engines are told of, also the one that waits for a key: that is how a newcomer learns of it. */
export async function engineViews(
  { db, engines }: Pick<StudioPorts, 'db' | 'engines'>,
  flux: { model: string; priceMicroUsd: number },
): Promise<EngineView[]> {
  const local = engines.get('local')
  const pause = engines.has('flux') ? await findPause(db, 'flux') : null
  return [
    {
      id: 'flux',
      label: labelOf(flux.model),
      model: flux.model,
      priceMicroUsd: flux.priceMicroUsd,
      concurrency: engines.get('flux')?.concurrency ?? 1,
      crop: engines.get('flux')?.crop ?? null,
      available: engines.has('flux'),
      why: engines.has('flux') ? null : 'no_key',
      paused: pause && { ...pause, since: new Date(pause.since).toISOString() },
    },
    {
      id: 'local',
      label: 'Local',
      model: local?.model ?? 'local-1',
      priceMicroUsd: 0,
      concurrency: local?.concurrency ?? 1,
      crop: local?.crop ?? null,
      available: true,
      why: null,
      paused: null,
    },
  ]
}

/**
 * The operator has acted: one waiting edit is sent to find out, and the others follow where it gets through.
 * @throws AppError not_found
 */
export async function tryEngineAgain({ db, engines, wake }: StudioPorts, id: string): Promise<void> {
  const engine = [...engines.keys()].find((known) => known === id)
  if (!engine) throw new AppError('not_found')
  await allowTrial(db, engine)
  wake()
}

/** "flux-kontext-max" → "FLUX.1 Kontext Max"; other models are called what they are called. */
function labelOf(model: string): string {
  const kontext = /^flux-kontext-(max|pro)$/.exec(model)
  return kontext ? `FLUX.1 Kontext ${kontext[1] === 'max' ? 'Max' : 'Pro'}` : model
}
