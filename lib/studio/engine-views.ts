import { AppError, type EnginePauseCode } from '../core/errors.ts'
import { allowTrial, findPause } from '../db/engine-pauses.ts'
import { type EngineId, localEngineId } from '../edits/edit.ts'
import { chooseModel, type EngineModel } from '../edits/engine-profile.ts'
import type { CropLimits } from '../frame/crop.ts'
import type { StudioPorts } from './ports.ts'

export type EngineModelView = EngineModel & { needsMask: boolean; severalPictures: boolean }

export type EngineView = {
  id: EngineId
  /** A name for people: its profile's, or that of its one model. */
  label: string
  /** The model that is taken where none is named, and its price. */
  model: string
  priceMicroUsd: number
  /** How many calls may be under way at once. */
  concurrency: number
  models: EngineModelView[]
  /** False where only the ratios of `crop` can be asked for. */
  anyRatio: boolean
  /** What part of a picture it can be asked for; null where it is given the whole picture. */
  crop: CropLimits | null
  available: boolean
  why: 'no_key' | null
  /** It takes no calls until its operator acts; `since` is ISO 8601, `waiting` counts the edits in its queue. */
  paused: { code: EnginePauseCode; since: string; waiting: number } | null
}

/** Also the engine of the environment that waits for a key: that is how a newcomer learns of it. Local comes last. */
export async function engineViews(ports: StudioPorts): Promise<EngineView[]> {
  await ports.refreshEngines()
  const { engines, environmentEngines } = ports
  const ids = new Set([...environmentEngines.map(({ id }) => id), ...engines.keys()])
  ids.delete(localEngineId)
  const shown = [...ids].filter((id) => engines.has(id) || !hasOthers(engines))
  return Promise.all([...shown, localEngineId].map((id) => engineView(ports, id)))
}

const hasOthers = (engines: StudioPorts['engines']): boolean => [...engines.keys()].some((id) => id !== localEngineId)

async function engineView({ db, engines, environmentEngines }: StudioPorts, id: EngineId): Promise<EngineView> {
  const engine = engines.get(id)
  const profile = environmentEngines.find((known) => known.id === id)?.profile
  const models = engine?.models ?? profile?.models ?? []
  const first = chooseModel(models, null)
  const pause = engine && id !== localEngineId ? await findPause(db, id) : null
  return {
    id,
    label:
      id === localEngineId ? 'Local' : models.length === 1 ? models[0].label : (engine?.name ?? profile?.name ?? id),
    model: first?.model ?? '',
    priceMicroUsd: first?.priceMicroUsd ?? 0,
    models: models.map((model) => ({
      ...model,
      needsMask: engine?.needsMask?.(model.model) ?? false,
      severalPictures: engine?.severalPictures?.(model.model) ?? false,
    })),
    concurrency: engine?.concurrency ?? profile?.concurrency ?? 1,
    anyRatio: engine?.anyRatio ?? true,
    crop: engine?.crop ?? null,
    available: engine !== undefined || id === localEngineId,
    why: engine || id === localEngineId ? null : 'no_key',
    paused: pause && { ...pause, since: new Date(pause.since).toISOString() },
  }
}

/**
 * The operator has acted: one waiting edit is sent to find out, and the others follow where it gets through.
 * @throws AppError not_found
 */
export async function tryEngineAgain({ db, engines, wake }: StudioPorts, id: string): Promise<void> {
  if (!engines.has(id)) throw new AppError('not_found')
  await allowTrial(db, id)
  wake()
}
