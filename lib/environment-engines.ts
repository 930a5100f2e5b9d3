// The engines that the environment sets up. They win over the page: it shows them, and cannot change them.
import type { EngineId } from './edits/edit.ts'
import { enginePresets } from './edits/engine-presets.ts'
import type { EngineModel, EngineProfile } from './edits/engine-profile.ts'
import type { Settings } from './settings.ts'

export type EnvironmentEngine = { id: EngineId; profile: EngineProfile; key: string | null }

/** `flux` is told of without its key, too: so that a newcomer learns of it. */
export function environmentEngines({ flux, bfl }: Pick<Settings, 'flux' | 'bfl'>): EnvironmentEngine[] {
  const model = (name: string, priceMicroUsd: number, use: EngineModel['use']): EngineModel => ({
    model: name,
    label: labelOf(name),
    use,
    priceMicroUsd,
  })
  const models = [model(flux.model, flux.priceMicroUsd, 'edit')]
  if (flux.draft) models.push(model(flux.draft.model, flux.draft.priceMicroUsd, 'draft'))
  const named: EnvironmentEngine[] = [
    {
      id: 'flux',
      profile: {
        ...enginePresets.apiyi,
        name: 'FLUX',
        baseUrl: flux.baseUrl,
        concurrency: flux.concurrency,
        timeoutS: flux.timeoutMs / 1000,
        models,
      },
      key: flux.apiKey,
    },
  ]
  if (bfl.apiKey === null) return named
  const { baseUrl, concurrency } = bfl
  return [...named, { id: 'bfl', profile: { ...enginePresets.bfl, baseUrl, concurrency }, key: bfl.apiKey }]
}

/** "flux-kontext-max" → "FLUX.1 Kontext Max"; other models are called what they are called. */
function labelOf(model: string): string {
  const kontext = /^flux-kontext-(max|pro)$/.exec(model)
  return kontext ? `FLUX.1 Kontext ${kontext[1] === 'max' ? 'Max' : 'Pro'}` : model.slice(0, 60)
}
