'use client'

import { useTranslations } from 'next-intl'
import { type CSSProperties, useState } from 'react'
import { useStore } from 'zustand'
import { intersectRects, type Rect, unionRects, wholeRect } from '#lib/core/geometry.ts'
import { PictureOver, type PicturePlace } from '../compare/picture-over.tsx'
import { useEditorSession } from '../editor/editor-session.tsx'
import { reachesBeyond } from './refining.ts'
import { unseenPlace } from './unseen-place.ts'
import type { Refining } from './use-refine.ts'
import { useRefinePreview } from './use-refine-preview.ts'

/** Over the stage while a version is refined: how far the engine saw, and what is looked at. */
export function RefineOver({ refining, place }: { refining: Refining; place: PicturePlace }) {
  const t = useTranslations('refine')
  const { store, cropWatch, canvas, image, tree, version } = useEditorSession()
  const preview = useRefinePreview({ refining, store, cropWatch, canvas })
  const bounds = useStore(store, ({ mask }) => mask.bounds)
  const reach = useStore(cropWatch, (state) => state.reach)
  const painted = reach === null ? bounds : unionRects(bounds ?? reach, reach)
  const { box, show, edit } = refining
  const beyond = reachesBeyond(painted, box)
  // The bounds of the whole mask tell that something lies beyond; the stroke itself tells where.
  const [stroke, setStroke] = useState<Rect | null>(null)
  if (reach !== null && reach !== stroke) setStroke(reach)
  const shown = intersectRects(box, wholeRect(image))
  const at = onStage(shown, place)
  const unseen = stroke !== null && reachesBeyond(stroke, box) ? stroke : painted
  const unseenAt =
    beyond && unseen !== null
      ? unseenPlace({ painted: onStage(unseen, place), crop: at, picture: onStage(wholeRect(image), place) })
      : null
  const words = {
    preview: preview.failed ? t('previewFailed') : t('previewOf', { number: tree.versions.length + tree.running + 1 }),
    film: null,
    version: `v${version.number}`,
  }[show]
  return (
    <>
      {show === 'version' ? <PictureOver imageId={image.id} place={place} /> : null}
      {edit.crop === null ? null : (
        <svg
          aria-hidden="true"
          data-testid="refine-box"
          data-preview={preview.shown}
          className="pointer-events-none absolute inset-0 size-full"
        >
          <rect {...at} fill="none" stroke="#000" />
          <rect {...at} fill="none" stroke="#fff" strokeDasharray="5 5" />
        </svg>
      )}
      <div
        className="pointer-events-none absolute flex flex-col items-start gap-1"
        style={{ left: Math.max(at.x, 0) + 8, top: Math.max(at.y, 0) + 8 }}
      >
        {words === null ? null : <Tag>{words}</Tag>}
      </div>
      <p role="status">
        {unseenAt === null ? null : (
          <Tag style={{ position: 'absolute', left: unseenAt.x, top: unseenAt.y }}>{t('notSeen')}</Tag>
        )}
      </p>
    </>
  )
}

const onStage = ({ x, y, width, height }: Rect, place: PicturePlace) => ({
  x: Math.round(place.x + x * place.zoom),
  y: Math.round(place.y + y * place.zoom),
  width: Math.round(width * place.zoom),
  height: Math.round(height * place.zoom),
})

const Tag = ({ children, style }: { children: string; style?: CSSProperties }) => (
  <span
    style={style}
    className="flex h-6 items-center whitespace-nowrap rounded-sm bg-tag px-2 font-medium text-meta text-white tabular-nums"
  >
    {children}
  </span>
)
