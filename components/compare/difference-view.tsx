'use client'

import { useTranslations } from 'next-intl'
import type { Size } from '#lib/core/geometry.ts'
import { useEditWords } from '../editor/edit-words.ts'
import type { ViewTransform } from '../editor/view.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { CompareNote } from './compare-note.tsx'
import { ofOneSize, type Pair } from './compare-pair.ts'
import type { CompareState } from './compare-state.ts'
import { useSizeWords } from './size-note.tsx'
import { type FoundDifference, useDifference } from './use-difference.ts'

type DifferenceViewProps = {
  pair: Pair
  compare: CompareState
  view: ViewTransform
  stage: Size
}

/** Changed pixels bright on black, and how many they are. */
export function DifferenceView(props: DifferenceViewProps) {
  const { pair, compare } = props
  const t = useTranslations('compare')
  const sizes = useSizeWords(pair)
  if (ofOneSize(pair)) return <Difference {...props} />
  return (
    <div className="absolute inset-0 flex items-center justify-center bg-surround p-6">
      <div className="pointer-events-auto max-w-100 text-center">
        <p className="text-text-1">{t('noDifference')}</p>
        <p className="mt-1 text-text-2">{sizes}</p>
        <Button className="mt-4" onClick={() => compare.change({ mode: 'side-by-side' })}>
          {t('modes.side-by-side')}
        </Button>
      </div>
    </div>
  )
}

function Difference({ pair, compare, view, stage }: DifferenceViewProps) {
  const t = useTranslations('compare')
  const ratio = window.devicePixelRatio
  const size = { width: Math.round(stage.width * ratio), height: Math.round(stage.height * ratio) }
  const { place, found, again } = useDifference(
    { beforeId: pair.before.key, afterId: pair.after.key },
    { view, size, ratio, gain: compare.gain },
  )
  const { before, after } = pair
  return (
    <>
      <div
        ref={place}
        role="img"
        aria-label={t('picture', { mode: t('modes.difference'), before: before.number, after: after.number })}
        aria-busy={found.state === 'loading'}
        className="absolute inset-0 bg-surround"
      />
      <CompareNote>
        {found.state === 'failed' ? (
          <ErrorNote
            className="p-3"
            title={t('differenceFailed')}
            actions={<Button onClick={again}>{t('again')}</Button>}
          />
        ) : (
          <div className="flex items-center gap-3 py-1 pr-1 pl-3">
            <Count found={found} />
            <Button
              aria-label={t('gain')}
              aria-pressed={compare.gain === 4}
              onClick={() => compare.change({ gain: compare.gain === 4 ? 1 : 4 })}
              className="bg-transparent text-text-2 tabular-nums aria-pressed:bg-press aria-pressed:text-text-1 max-sm:h-11 max-sm:px-4"
            >
              ×4
            </Button>
          </div>
        )}
      </CompareNote>
    </>
  )
}

/** From this share on its percentage is not 0.0. */
const smallestShare = 0.0005

function Count({ found }: { found: Exclude<FoundDifference, { state: 'failed' }> }) {
  const t = useTranslations('compare')
  const words = useEditWords()
  if (found.state === 'loading') {
    return (
      <p role="status" className="flex items-center gap-2 text-text-2">
        <Spinner />
        {t('comparing')}
      </p>
    )
  }
  const { pixels, changed, largest } = found.facts
  const counts = { changed: words.count(changed), pixels: words.count(pixels) }
  const share = changed / pixels
  return (
    <p role="status" className="tabular-nums">
      {changed === 0
        ? t('unchanged', counts)
        : share < smallestShare
          ? t('changed', counts)
          : t('changedShare', { ...counts, percent: words.percent(share) })}
      {changed > 0 ? <span className="block text-meta text-text-2">{t('largest', { levels: largest })}</span> : null}
    </p>
  )
}
