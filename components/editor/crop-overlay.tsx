'use client'

import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import { intersectRects, type Rect, wholeRect } from '#lib/core/geometry.ts'
import { cn } from '../ui/class-names.ts'
import { arrowStep, type CropGrip, corners, dragCrop } from './crop-drag.ts'
import { useEditorSession } from './editor-session.tsx'
import { type Crop, type CropChange, useCrop } from './use-crop.ts'
import { onStageLength, onStageX, onStageY, type Views } from './view-plane.tsx'

/** The part of the picture that is sent, as dashes with its size; it can be moved by its tag and drawn by its corners. */
export function CropOverlay({ views }: { views: Views }) {
  const crop = useCrop()
  if (crop === null || !crop.masked) return null
  const { plans, locked, change } = crop
  return plans.map((plan, index) => (
    // Whichever box it is just now: a grip must stay the same element under the hand.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <CropBox key={index} {...{ plan, locked, change, views }} />
  ))
}

type CropBoxProps = Pick<Crop, 'plan' | 'locked' | 'change'> & { views: Views }

function CropBox({ plan, locked, change, views }: CropBoxProps) {
  const t = useTranslations('edit')
  const hintId = useId()
  const { box } = plan
  const size = { width: String(box.width), height: String(box.height) }
  const tag = {
    style: { left: `calc(max(0px, ${onStageX(box.x)}) + 8px)`, top: `calc(max(0px, ${onStageY(box.y)}) + 8px)` },
    className:
      'absolute flex h-6 items-center gap-1.5 rounded-sm bg-tag px-2 font-medium text-meta text-white tabular-nums',
  }
  const words = t('cropTag', size)
  return (
    <>
      <Dashes box={box} />
      {change === null ? (
        <span {...tag}>{words}</span>
      ) : (
        <>
          <Grip
            {...{ grip: 'box', box, views, change }}
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
                  {...{ grip: corner, box, views, change }}
                  label={t(`cropCorner.${corner}`)}
                  style={{
                    left: onStageX(corner.endsWith('left') ? box.x : box.x + box.width),
                    top: onStageY(corner.startsWith('top') ? box.y : box.y + box.height),
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

/**
 * White dashes over black along the edges, each an element of its own: a frame as one drawing would be laid over all of
 * the picture, with every frame of a stroke inside it.
 */
function Dashes({ box }: { box: Rect }) {
  const { x, y, width, height } = box
  const across = { left: onStageX(x), width: onStageLength(width) }
  const down = { top: onStageY(y), height: onStageLength(height) }
  return (
    <div aria-hidden="true" className="contents" data-testid="crop-box" data-box={boxText(box)}>
      <i className="dashes-across absolute h-px" style={{ ...across, top: onStageY(y) }} />
      <i className="dashes-across absolute h-px" style={{ ...across, top: onStageY(y + height) }} />
      <i className="dashes-down absolute w-px" style={{ ...down, left: onStageX(x) }} />
      <i className="dashes-down absolute w-px" style={{ ...down, left: onStageX(x + width) }} />
    </div>
  )
}

/** For tests and for whoever looks: "x y width height" in image px. */
const boxText = ({ x, y, width, height }: Rect): string => [x, y, width, height].join(' ')

type GripProps = {
  grip: CropGrip
  /** The box as planned, which may reach beyond the picture. */
  box: Rect
  views: Views
  change: CropChange
  label: string
  describedBy?: string
  pressed?: boolean
  onPress?(): void
  style: { left: string; top: string }
  className: string
  children?: React.ReactNode
}

type Hold = { from: Rect; x: number; y: number; moved: boolean }

/** Less than this is a click by an unsteady hand. */
const dragThresholdPx = 3

function Grip({
  grip,
  box,
  views,
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
    const zoom = views.getState().view?.zoom
    if (held === null || zoom === undefined) return
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
