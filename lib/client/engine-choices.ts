// What can be chosen to edit with: each model of each engine.
import { type Frame, localEngineId } from '../edits/edit.ts'
import { type EngineAbility, misfitOf } from '../edits/engine-fit.ts'
import type { ModelUse } from '../edits/engine-profile.ts'
import type { EngineInfo } from './schemas.ts'

/** `label`, `model` and `priceMicroUsd` are those of the model. */
export type EngineChoice = EngineInfo & {
  engineLabel: string
  use: ModelUse
  needsMask: boolean
  severalPictures: boolean
}

export const engineChoices = (engines: readonly EngineInfo[]): EngineChoice[] =>
  engines.flatMap((engine) =>
    engine.models.map(({ model, label, priceMicroUsd, use, needsMask, severalPictures }) => ({
      ...engine,
      engineLabel: engine.label,
      ...{ model, label, priceMicroUsd, use, needsMask, severalPictures },
    })),
  )

export const abilityOf = ({ anyRatio, crop, needsMask }: EngineChoice): EngineAbility => ({
  anyRatio,
  ratios: crop?.ratios ?? null,
  needsMask,
})

/** A frame that cannot be asked of it is kept instead. */
export const canFrame = (choice: EngineChoice | null, frame: Frame): boolean =>
  choice === null ||
  frame.kind === 'keep' ||
  (choice.id !== localEngineId && misfitOf(abilityOf(choice), { frame, masked: true }) === null)

type Wanted = { engine: string | null; model: string | null }

/** What was wanted; else the same model elsewhere, the same engine, or the first that is ready for a finished edit. */
export function chosenOf(choices: readonly EngineChoice[], { engine, model }: Wanted): EngineChoice | null {
  const ready = choices.filter(({ available }) => available)
  return (
    ready.find((choice) => choice.id === engine && choice.model === model) ??
    (engine === localEngineId ? undefined : ready.find((choice) => choice.model === model)) ??
    ready.find((choice) => choice.id === engine && choice.use === 'edit') ??
    ready.find(({ use }) => use === 'edit') ??
    null
  )
}

/** What an edit would be asked of again: its own model, or where that is gone the engine's first. */
export function choiceFor(
  choices: readonly EngineChoice[],
  { engine, model }: { engine: string; model: string },
): EngineChoice | undefined {
  const own = choices.filter(({ id }) => id === engine)
  return own.find((choice) => choice.model === model) ?? own.find(({ use }) => use === 'edit') ?? own[0]
}
