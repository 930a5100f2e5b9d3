'use client'

import { useState } from 'react'
import type { Rect } from '#lib/core/geometry.ts'
import type { EditView } from '#lib/edits/edit.ts'
import type { Gain } from './heat-colours.ts'

export const resultSights = ['result', 'raw', 'heat'] as const
export type ResultSight = (typeof resultSights)[number]

/** What is looked at of a result: itself, what the engine returned, or where that had changed what it was to leave alone. */
export type ResultView = {
  /** Those that there are; with one there is nothing to choose. */
  sights: readonly ResultSight[]
  sight: ResultSight
  look(sight: ResultSight): void
  gain: Gain
  setGain(gain: Gain): void
}

export function useResultView(result: EditView | null): ResultView {
  const [chosen, setChosen] = useState<{ of: string; sight: ResultSight } | null>(null)
  const [gain, setGain] = useState<Gain>(1)
  const sights = sightsOf(result)
  const sight = chosen !== null && chosen.of === result?.id && sights.includes(chosen.sight) ? chosen.sight : 'result'
  return {
    sights,
    sight,
    look: (next) => setChosen(result && { of: result.id, sight: next }),
    gain,
    setGain,
  }
}

/** A redrawn picture is the engine's own, and what is made on this machine leaves alone what it should. */
export function sightsOf(result: EditView | null): readonly ResultSight[] {
  if (result === null || result.rawImageId === null || result.frame.kind === 'reframe' || result.engine === 'local') {
    return ['result']
  }
  return result.maskId === null ? ['result', 'raw'] : resultSights
}

/** The part of the image that was sent, which the engine's raw and the heat map cover. */
export const sentBox = ({ crop }: EditView, { width, height }: { width: number; height: number }): Rect =>
  crop?.box ?? { x: 0, y: 0, width, height }
