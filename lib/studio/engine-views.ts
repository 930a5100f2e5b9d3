import type { EngineId } from '../edits/edit.ts'
import type { StudioPorts } from './ports.ts'

export type EngineView = {
  id: EngineId
  /** A name for people. */
  label: string
  model: string
  priceMicroUsd: number
  available: boolean
  why: 'no_key' | null
}

/** Both engines are told of, also the one that waits for a key: that is how a newcomer learns of it. */
export function engineViews(
  { engines }: Pick<StudioPorts, 'engines'>,
  flux: { model: string; priceMicroUsd: number },
): EngineView[] {
  const local = engines.get('local')
  return [
    {
      id: 'flux',
      label: labelOf(flux.model),
      model: flux.model,
      priceMicroUsd: flux.priceMicroUsd,
      available: engines.has('flux'),
      why: engines.has('flux') ? null : 'no_key',
    },
    { id: 'local', label: 'Local', model: local?.model ?? 'local-1', priceMicroUsd: 0, available: true, why: null },
  ]
}

/** "flux-kontext-max" → "FLUX.1 Kontext Max"; other models are called what they are called. */
function labelOf(model: string): string {
  const kontext = /^flux-kontext-(max|pro)$/.exec(model)
  return kontext ? `FLUX.1 Kontext ${kontext[1] === 'max' ? 'Max' : 'Pro'}` : model
}
