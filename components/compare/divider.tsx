'use client'

import { ChevronsLeftRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type PointerEvent, useRef } from 'react'
import { dividerAfterKey } from './compare-pair.ts'
import type { PicturePlace } from './picture-over.tsx'

type DividerProps = {
  place: PicturePlace
  /** From 0, the picture's left edge, to 1. */
  position: number
  onMove(position: number): void
}

/** The line between before and after, by pointer, finger and keys. */
export function Divider({ place, position, onMove }: DividerProps) {
  const t = useTranslations('compare')
  const line = place.x + place.width * position
  // Where on the handle it was taken, so that it does not jump under the hand.
  const grip = useRef(0)
  const follow = (event: PointerEvent<HTMLElement>) => {
    const stage = event.currentTarget.parentElement?.getBoundingClientRect()
    if (!stage) return
    const next = (event.clientX - grip.current - stage.left - place.x) / place.width
    onMove(Math.min(1, Math.max(0, next)))
  }
  const percent = Math.round(position * 100)
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t('divider')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={t('percent', { percent })}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return
        const next = dividerAfterKey(position, event.key, event.shiftKey)
        if (next === null) return
        event.preventDefault()
        onMove(next)
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
