'use client'

import { useTranslations } from 'next-intl'
import type { EditView } from '#lib/edits/edit.ts'
import { certaintyOf, movesOf, signed, toldOf, zoomOf } from '../receipt/found-words.ts'

/** What the receipt has found of place and colour, a line each; null where nothing was measured. */
export function useFoundWords(edit: EditView): { place: string; colour: string } | null {
  const t = useTranslations('refine')
  const receipt = useTranslations('receipt')
  const { place, colour, outside = null } = edit.receipt ?? {}
  if (!place || !colour) return null
  const sure = place.sure ?? place.confidence >= 0.5
  const zoom = zoomOf(place.scale)
  const moves = [
    ...movesOf(place.drift).map(({ side, px }) => receipt(`side.${side}`, { px: String(px) })),
    ...(zoom === null ? [] : [receipt(zoom.way, { percent: String(zoom.percent) })]),
  ]
  // However it was asked for then, what was found is told by how sure it is.
  const certainty = certaintyOf({ ...place, applied: sure }, { ...edit, frame: { kind: 'keep' } })
  const [red, green, blue] = colour.levels.map(signed)
  return {
    place: sure
      ? t('found', {
          certainty: receipt(certainty === 'sure' ? 'certainty.sure' : 'certainty.likely'),
          moves: moves.length === 0 ? t('nothingMoved') : moves.join(receipt('and')),
        })
      : toldOf({ place, colour, outside }, edit).left === 'nothingProtected'
        ? receipt('left.nothingProtected')
        : t('notSure'),
    colour: receipt('levels', { red, green, blue }),
  }
}
