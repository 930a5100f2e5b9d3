'use client'

import { ChevronsLeftRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type CSSProperties, type PointerEvent, useRef } from 'react'
import { pictureUrl } from '#lib/client/picture-url.ts'
import type { Version } from '../editor/version-tree.ts'
import { dividerAfterKey, type Pair } from './compare-pair.ts'

/** Where the picture lies on the stage, in CSS px of the stage. */
export type PicturePlace = { x: number; y: number; width: number; height: number; zoom: number }

/** Above this zoom single pixels are shown, not smoothed. */
const sharpFrom = 4

const placed = ({ x, y, width, height, zoom }: PicturePlace): CSSProperties => ({
  left: x,
  top: y,
  width,
  height,
  imageRendering: zoom > sharpFrom ? 'pixelated' : 'auto',
})

/** One picture exactly over the one on the canvas. Another shape is fitted inside and centred. */
export function PictureOver({
  imageId,
  place,
  style,
}: {
  imageId: string
  place: PicturePlace
  style?: CSSProperties
}) {
  return (
    // biome-ignore lint/performance/noImgElement: the stored bytes themselves, not a copy
    <img
      alt=""
      src={pictureUrl(imageId)}
      draggable={false}
      className="checkerboard pointer-events-none absolute max-w-none object-contain"
      style={{ ...placed(place), ...style }}
    />
  )
}

type CompareViewProps = {
  pair: Pair
  place: PicturePlace
  divider: number
  onDivider(position: number): void
}

/** Before on the left of the divider, after on the right; both follow zoom and pan of the canvas below. */
export function CompareView({ pair, place, divider, onDivider }: CompareViewProps) {
  const t = useTranslations('compare')
  const line = place.x + place.width * divider
  return (
    <>
      <PictureOver imageId={pair.after.key} place={place} />
      <PictureOver
        imageId={pair.before.key}
        place={place}
        style={{ clipPath: `inset(0 ${place.width * (1 - divider)}px 0 0)` }}
      />
      <Tag words={t('before')} version={pair.before} style={{ left: Math.max(place.x, 0) + 12 }} top={place.y} />
      <Tag
        words={t('after')}
        version={pair.after}
        style={{ right: `max(calc(100% - ${place.x + place.width}px), 0px)`, marginRight: 12 }}
        top={place.y}
      />
      <Divider place={place} line={line} divider={divider} onDivider={onDivider} />
    </>
  )
}

function Divider({ place, line, divider, onDivider }: Omit<CompareViewProps, 'pair'> & { line: number }) {
  const t = useTranslations('compare')
  // Where on the handle it was taken, so that it does not jump under the hand.
  const grip = useRef(0)
  const follow = (event: PointerEvent<HTMLElement>) => {
    const stage = event.currentTarget.parentElement?.getBoundingClientRect()
    if (!stage) return
    const position = (event.clientX - grip.current - stage.left - place.x) / place.width
    onDivider(Math.min(1, Math.max(0, position)))
  }
  const percent = Math.round(divider * 100)
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t('divider')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={t('dividerValue', { percent })}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return
        const next = dividerAfterKey(divider, event.key, event.shiftKey)
        if (next === null) return
        event.preventDefault()
        onDivider(next)
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.preventDefault()
        event.currentTarget.focus({ preventScroll: true })
        event.currentTarget.setPointerCapture(event.pointerId)
        const stage = event.currentTarget.parentElement?.getBoundingClientRect()
        grip.current = stage ? event.clientX - stage.left - line : 0
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event)
      }}
      className="group pointer-events-auto absolute w-11 -translate-x-1/2 cursor-ew-resize touch-none select-none outline-none"
      style={{ left: line, top: place.y - 18, height: place.height + 36 }}
    >
      <i
        aria-hidden="true"
        className="absolute inset-y-0 left-1/2 -ml-px w-0.5 bg-white shadow-[0_0_0_1px_rgb(0_0_0/45%)]"
      />
      <span
        aria-hidden="true"
        className="absolute top-1/2 left-1/2 flex size-10 -translate-1/2 items-center justify-center rounded-full bg-white text-[#111111] shadow-[0_0_0_1px_rgb(0_0_0/40%),0_2px_8px_rgb(0_0_0/40%)] outline-2 outline-transparent outline-offset-2 group-focus-visible:outline-focus"
      >
        <ChevronsLeftRight className="size-5 stroke-[1.75]" />
      </span>
    </div>
  )
}

type TagProps = { words: string; version: Version; style: CSSProperties; top: number }

const Tag = ({ words, version, style, top }: TagProps) => (
  <span
    className="pointer-events-none absolute flex h-6 items-center gap-1.5 rounded-sm bg-tag px-2 font-medium text-meta text-white"
    style={{ ...style, top: Math.max(top, 0) + 12 }}
  >
    {words}
    <span className="font-normal opacity-75">v{version.number}</span>
  </span>
)
