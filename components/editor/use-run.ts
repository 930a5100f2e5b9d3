'use client'

import { useStore } from 'zustand'
import type { MicroUsd } from '#lib/core/money.ts'
import { type BudgetStop, budgetStop } from './budget-left.ts'
import { editRequest, type RunHint, runObstacle } from './edit-draft.ts'
import type { Press } from './edit-submission.ts'
import { useEditorSession } from './editor-session.tsx'
import { useIslandChoice } from './use-islands.ts'
import { useUsage } from './use-lineage.ts'

type Run = {
  /** How many edits one press makes, and what they cost together. */
  count: number
  /** How many of them are the same edit with seeds of their own. */
  variations: number
  priceMicroUsd: MicroUsd
  /** Why it cannot be pressed; `held` while an edit of this picture runs or waits for a decision. */
  obstacle: RunHint | 'held' | null
  /** The budget that is in the way of the chosen engine, whatever else is. */
  budget: BudgetStop | null
  busy: boolean
  /** Where it cannot be pressed, the reason is shown instead. */
  start(): void
}

/** The run button's act, for the button and for its key. */
export function useRun(): Run {
  const { store, canvas, image, engine, draft, runner, activity, result, compare, fillSeed, sheet } = useEditorSession()
  const ready = useStore(store, ({ mask }) => mask.status === 'ready')
  const empty = useStore(store, ({ mask }) => mask.coverage === 0)
  const held =
    activity.kind === 'running' || activity.kind === 'lost' || result !== null || compare.shown || sheet.now !== null
  const { chosen, counting } = useIslandChoice()
  // Parts that are edited one by one go on from each other: they have one seed each.
  const variations = engine?.id === 'local' || chosen ? 1 : draft.variations
  const count = chosen?.length ?? variations
  const priceMicroUsd = count * (engine?.priceMicroUsd ?? 0)
  const budget = budgetStop(useUsage().data, priceMicroUsd)
  const obstacle =
    engine === null
      ? 'engine'
      : held
        ? 'held'
        : budget !== null
          ? 'budget'
          : runObstacle(draft, engine, { ready: ready && !counting, empty })

  const start = () => {
    const stage = canvas.current
    if (obstacle !== null && obstacle !== 'held') return runner.explain(obstacle)
    // The mask is told when the hand has lifted: its key must not send the one before.
    if (obstacle !== null || engine === null || stage === null || stage.isPainting()) return
    const { coverage, revision } = store.getState().mask
    const press: Press = {
      imageId: image.id,
      mask:
        coverage === 0
          ? null
          : {
              revision,
              parts: chosen?.map((part) => () => stage.exportMask(part)) ?? [() => stage.exportMask()],
            },
      request: (maskId) => ({
        ...editRequest({ draft, engine: engine.id, model: engine.model, imageId: image.id, maskId, fillSeed }),
        priceMicroUsd: engine.priceMicroUsd,
      }),
      variations: variations > 1 ? { count: variations } : undefined,
    }
    void runner.press(press).then((begun) => {
      if (begun?.variationSetId) sheet.open(begun.variationSetId)
    })
  }
  return { count, variations, priceMicroUsd, obstacle, budget, busy: runner.busy, start }
}
