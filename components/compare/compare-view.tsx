'use client'

import { useTranslations } from 'next-intl'
import { useIsPhone } from '#lib/client/browser-state.ts'
import type { Size } from '#lib/core/geometry.ts'
import { never } from '#lib/core/result.ts'
import { panesFor, secondPane } from '../editor/panes.ts'
import type { ViewTransform } from '../editor/view.ts'
import { Slider } from '../ui/slider.tsx'
import { CompareNote } from './compare-note.tsx'
import type { Pair } from './compare-pair.ts'
import type { CompareState } from './compare-state.ts'
import { DifferenceView } from './difference-view.tsx'
import { Divider } from './divider.tsx'
import type { Arrangement } from './paint-comparison.ts'
import { PicturesView } from './pictures-view.tsx'
import { SideTag } from './side-tag.tsx'
import { SizeNote } from './size-note.tsx'
import { usePictures } from './use-pictures.ts'

type CompareViewProps = {
  compare: CompareState
  pair: Pair
  /** While it is held, the one before is shown wherever a picture is. */
  showsBefore: boolean
  /** The image that the stage holds, and how: zoom and pan of all that is compared are the stage's own. */
  frame: Size
  view: ViewTransform
  stage: Size
}

const tagInset = 12

/** Two versions over the canvas, in the mode that is chosen. */
export function CompareView({ compare, pair, showsBefore, frame, view, stage }: CompareViewProps) {
  const t = useTranslations('compare')
  const phone = useIsPhone()
  const { mode } = compare
  const { before, after } = pair
  const isDrawn = mode !== 'difference' || showsBefore
  const { pictures, again } = usePictures(isDrawn ? [before.key, after.key] : null)

  const place = { ...view, width: frame.width * view.zoom, height: frame.height * view.zoom }
  const panes = panesFor({ image: frame, stage })
  const top = Math.max(place.y, 0) + tagInset
  const left = Math.max(place.x, 0) + tagInset
  const right = `calc(max(100% - ${place.x + place.width}px, 0px) + ${tagInset}px)`
  const second = secondPane(stage, panes)
  const afterPlace = mode === 'side-by-side' ? { left: second.x + left, top: second.y + top } : { right, top }

  const arrangement = ((): Arrangement => {
    switch (mode) {
      case 'side-by-side':
        return { kind: 'twice', panes, same: showsBefore }
      case 'slider':
        return showsBefore ? { kind: 'one' } : { kind: 'slider', divider: compare.divider }
      case 'onion-skin':
        return showsBefore ? { kind: 'one' } : { kind: 'onion-skin', opacity: compare.opacity }
      case 'difference':
        return { kind: 'one' }
      default:
        return never(mode)
    }
  })()

  return (
    <>
      {mode === 'difference' ? <DifferenceView {...{ pair, compare, view, stage }} /> : null}
      {isDrawn ? (
        <PicturesView
          pair={pair}
          before={pictures.get(before.key)}
          after={pictures.get(after.key)}
          again={again}
          arrangement={arrangement}
          label={t('picture', { mode: t(`modes.${mode}`), before: before.number, after: after.number })}
          {...{ frame, view, stage }}
        />
      ) : null}
      {isDrawn ? <SideTag side="before" version={before} style={{ left, top }} /> : null}
      {isDrawn && (!showsBefore || mode === 'side-by-side') ? (
        <SideTag side={showsBefore ? 'before' : 'after'} version={showsBefore ? before : after} style={afterPlace} />
      ) : null}
      {mode === 'slider' && !showsBefore ? (
        <Divider place={place} position={compare.divider} onMove={(divider) => compare.change({ divider })} />
      ) : null}
      {mode === 'difference' ? null : (
        <CompareNote>
          <SizeNote pair={pair} />
          {mode === 'onion-skin' ? (
            <Slider
              label={t('opacity')}
              shownLabel={t('opacityShort', { number: after.number })}
              value={Math.round(compare.opacity * 100)}
              min={0}
              max={100}
              onChange={(percent) => compare.change({ opacity: percent / 100 })}
              onReset={() => compare.change({ opacity: 0.5 })}
              valueText={t('percent', { percent: Math.round(compare.opacity * 100) })}
              size={phone ? 'touch' : 'md'}
              className="px-3 py-0.5"
              trackClassName="w-60 max-sm:w-40"
            />
          ) : null}
        </CompareNote>
      )}
    </>
  )
}
