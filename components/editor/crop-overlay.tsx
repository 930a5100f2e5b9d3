'use client'

import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import { intersectRects, type Rect, wholeRect } from '#lib/core/geometry.ts'
import { cn } from '../ui/class-names.ts'
import { arrowStep, type CropGrip, corners, dragCrop } from './crop-drag.ts'
import { useEditorSession } from './editor-session.tsx'
import { type Crop, type CropChange, useCrop } from './use-crop.ts'
import type { ViewTransform } from './view.ts'

/** The part of the picture that is sent, as dashes with its size; it can be moved by its tag and drawn by its corners. */
export function CropOverlay({ view }: { view: ViewTransform }) {
  const crop = useCrop('hand')
  if (crop === null || !crop.masked) return null
  const { plans, locked, change } = crop
  return plans.map((plan, index) => (
    // Whichever box it is just now: a grip must stay the same element under the hand.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <CropBox key={index} {...{ plan, locked, change, view }} />
  ))
}

type CropBoxProps = Pick<Crop, 'plan' | 'locked' | 'change'> & { view: ViewTransform }

function CropBox({ plan, locked, change, view }: CropBoxProps) {
  const t = useTranslations('edit')
  const hintId = useId()
  const { box } = plan
  const size = { width: String(box.width), height: String(box.height) }
  const place = {
    x: Math.round(box.x * view.zoom + view.x),
    y: Math.round(box.y * view.zoom + view.y),
    width: Math.round(box.width * view.zoom),
    height: Math.round(box.height * view.zoom),
  }
  const tag = {
    style: { left: Math.max(place.x, 0) + 8, top: Math.max(place.y, 0) + 8 },
    className:
      'absolute flex h-6 items-center gap-1.5 rounded-sm bg-tag px-2 font-medium text-meta text-white tabular-nums',
  }
  const words = t('cropTag', size)
  return (
    <>
      <svg aria-hidden="true" className="absolute inset-0 size-full" data-testid="crop-box" data-box={boxText(box)}>
        <rect {...place} fill="none" stroke="#000" />
        <rect {...place} fill="none" stroke="#fff" strokeDasharray="5 5" />
      </svg>
      {change === null ? (
        <span {...tag}>{words}</span>
      ) : (
        <>
          <Grip
            {...{ grip: 'box', box, zoom: view.zoom, change }}
            label={t('cropName', size)}
            describedBy={hintId}
            pressed={locked}
            onPress={() => change.lock(locked ? null : box)}
            style={tag.style}
            className={cn(
              tag.className,
              "cursor-move max-sm:before:absolute max-sm:before:-inset-x-2 max-sm:before:-inset-y-2.5 max-sm:before:content-['']",
            )}
          >
            {locked ? <Lock aria-hidden="true" className="size-3.25" /> : null}
            {words}
          </Grip>
          <span id={hintId} className="sr-only">
            {t('cropHint')}
          </span>
          {locked
            ? corners.map((corner) => (
                <Grip
                  key={corner}
                  {...{ grip: corner, box, zoom: view.zoom, change }}
                  label={t(`cropCorner.${corner}`)}
                  style={{
                    left: place.x + (corner.endsWith('left') ? 0 : place.width),
                    top: place.y + (corner.startsWith('top') ? 0 : place.height),
                  }}
                  className={cn(
                    "absolute size-6 -translate-1/2 before:absolute before:inset-2 before:bg-white before:shadow-[0_0_0_1px_#000] before:content-['']",
                    corner === 'top-left' || corner === 'bottom-right' ? 'cursor-nwse-resize' : 'cursor-nesw-resize',
                  )}
                />
              ))
            : null}
        </>
      )}
    </>
  )
}

/** For tests and for whoever looks: "x y width height" in image px. */
const boxText = ({ x, y, width, height }: Rect): string => [x, y, width, height].join(' ')

type GripProps = {
  grip: CropGrip
  /** The box as planned, which may reach beyond the picture. */
  box: Rect
  zoom: number
  change: CropChange
  label: string
  describedBy?: string
  pressed?: boolean
  onPress?(): void
  style: { left: number; top: number }
  className: string
  children?: React.ReactNode
}

type Hold = { from: Rect; x: number; y: number; moved: boolean }

/** Less than this is a click by an unsteady hand. */
const dragThresholdPx = 3

function Grip({
  grip,
  box,
  zoom,
  change,
  label,
  describedBy,
  pressed,
  onPress,
  style,
  className,
  children,
}: GripProps) {
  const { image, cropWatch } = useEditorSession()
  const hold = useRef<Hold | null>(null)
  // The click that ends a drag is no press.
  const dragged = useRef(false)
  const inside = intersectRects(box, wholeRect(image))

  const start = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = false
    hold.current = { from: inside, x: event.clientX, y: event.clientY, moved: false }
  }
  const move = ({ clientX, clientY }: PointerEvent) => {
    const held = hold.current
    if (held === null) return
    if (!held.moved && Math.hypot(clientX - held.x, clientY - held.y) < dragThresholdPx) return
    held.moved = true
    change.drag(dragCrop(held.from, { grip, dx: (clientX - held.x) / zoom, dy: (clientY - held.y) / zoom, image }))
  }
  const end = () => {
    dragged.current = hold.current?.moved ?? false
    hold.current = null
    const { drag } = cropWatch.getState()
    if (dragged.current && drag !== null) change.lock(drag)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && hold.current !== null) {
      hold.current = null
      change.drag(null)
    }
    const step = event.altKey || event.ctrlKey || event.metaKey ? null : arrowStep(event)
    if (step === null) return
    event.preventDefault()
    event.stopPropagation()
    change.lock(dragCrop(inside, { grip, ...step, image }))
  }
  return (
    <button
      type="button"
      aria-label={label}
      aria-describedby={describedBy}
      aria-pressed={pressed}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => {
        hold.current = null
        change.drag(null)
      }}
      onClick={() => {
        if (!dragged.current) onPress?.()
        dragged.current = false
      }}
      onKeyDown={key}
      style={style}
      className={cn(
        'pointer-events-auto touch-none select-none outline-none focus-visible:outline-2 focus-visible:outline-focus focus-visible:outline-offset-2',
        className,
      )}
    >
      {children}
    </button>
  )
}
