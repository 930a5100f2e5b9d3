'use client'

import { useTranslations } from 'next-intl'
import { type CSSProperties, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { pictureUrl } from '#lib/client/picture-url.ts'
import { intersectRects, isEmpty, type Rect, wholeRect } from '#lib/core/geometry.ts'
import type { EditView, ImageView } from '#lib/edits/edit.ts'
import { PictureOver, type PicturePlace } from '../compare/picture-over.tsx'
import { useEditorSession } from '../editor/editor-session.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { heatPixels } from './heat-colours.ts'
import { boundsOf, type HeatMap, readHeat, useHeatMap } from './heat-map.ts'
import { spotBeside, spotInside } from './inside-tag.ts'
import { sentBox } from './result-view.ts'

type SightProps = { edit: EditView; image: ImageView; place: PicturePlace }

/** Over the picture: what the engine returned, or where that was off. Follows zoom and pan of the canvas below. */
export function SightOver({ edit, image, place }: SightProps) {
  const { resultView } = useEditorSession()
  if (resultView.sight === 'raw') return <RawOver edit={edit} image={image} place={place} />
  if (resultView.sight === 'heat') return <HeatOver edit={edit} image={image} place={place} />
  return null
}

/** Where a box of the image lies, from the upper left of the picture. */
const within = (box: Rect, zoom: number): CSSProperties => ({
  left: box.x * zoom,
  top: box.y * zoom,
  width: box.width * zoom,
  height: box.height * zoom,
})

const cut = ({ x, y, width, height }: PicturePlace): CSSProperties => ({ left: x, top: y, width, height })

/** Before it was aligned, matched and put back: as it came, over the part that was sent. */
function RawOver({ edit, image, place }: SightProps) {
  const box = sentBox(edit, image)
  if (edit.rawImageId === null) return null
  return (
    <>
      <PictureOver imageId={edit.imageId} place={place} style={{ filter: 'brightness(0.45)' }} />
      <div className="pointer-events-none absolute overflow-hidden" style={cut(place)}>
        {/* biome-ignore lint/performance/noImgElement: the stored bytes themselves, not a copy */}
        <img
          alt=""
          src={pictureUrl(edit.rawImageId)}
          className="absolute max-w-none"
          style={{ ...within(box, place.zoom), imageRendering: place.zoom > 4 ? 'pixelated' : 'auto' }}
        />
      </div>
      <CropFrame box={box} image={image} place={place} />
    </>
  )
}

function HeatOver({ edit, image, place }: SightProps) {
  const t = useTranslations('receipt')
  const map = useHeatMap(edit, image)
  const box = sentBox(edit, image)
  return (
    <>
      <PictureOver imageId={edit.imageId} place={place} style={{ filter: 'grayscale(1) brightness(0.16)' }} />
      {map.data ? (
        <Heat map={map.data} box={box} image={image} place={place} />
      ) : (
        <div className="pointer-events-none absolute flex items-center justify-center" style={cut(place)}>
          {map.isError ? (
            <ErrorNote title={t('heatFailed')} />
          ) : (
            <p role="status" className="flex items-center gap-2 rounded-sm bg-tag px-2 py-1 text-meta text-white">
              <Spinner />
              {t('heatLoading')}
            </p>
          )}
        </div>
      )}
      <CropFrame box={box} image={image} place={place} />
      <NotSent box={box} image={image} place={place} />
    </>
  )
}

type HeatProps = { map: HeatMap; box: Rect; image: ImageView; place: PicturePlace }

function Heat({ map, box, image, place }: HeatProps) {
  const t = useTranslations('receipt')
  const { resultView, readout } = useEditorSession()
  const { gain } = resultView
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const pen = canvas.current?.getContext('2d')
    const { width, height, picture, levels } = map
    pen?.putImageData(new ImageData(heatPixels({ picture, levels, gain }), width, height), 0, 0)
  }, [map, gain])
  const pointer = useStore(readout, (state) => state.pixel)
  const reading = pointer && readHeat(map, { at: pointer, box, image })
  const scale = { x: (box.width / map.width) * place.zoom, y: (box.height / map.height) * place.zoom }
  const spot = spotInside(map, scale)
  const middle = middleOf(map)
  const beside =
    spot !== null || middle === null
      ? null
      : spotBeside({
          ...{ crop: onStage(box, image, place), picture: place },
          x: place.x + box.x * place.zoom + middle * scale.x,
        })
  const line = map.outlines
    .map(
      (points) => `M${points.map(({ x, y }) => `${(x * scale.x).toFixed(1)} ${(y * scale.y).toFixed(1)}`).join('L')}Z`,
    )
    .join('')
  return (
    <>
      <div className="pointer-events-none absolute overflow-hidden" style={cut(place)}>
        <div className="absolute" style={within(box, place.zoom)}>
          <canvas
            ref={canvas}
            width={map.width}
            height={map.height}
            data-testid="heat-map"
            className="absolute size-full"
            style={{ imageRendering: scale.x > 4 ? 'pixelated' : 'auto' }}
          />
          <svg aria-hidden="true" className="absolute size-full overflow-visible">
            <path d={line} fill="none" stroke="#000" strokeWidth="1.5" />
            <path d={line} fill="none" stroke="#fff" strokeWidth="1.5" strokeDasharray="5 5" />
          </svg>
          {spot === null ? null : (
            <Tag style={{ left: spot.x * scale.x, top: spot.y * scale.y }} className="-translate-1/2">
              {t('insideMask')}
            </Tag>
          )}
        </div>
      </div>
      {beside === null ? null : (
        <Tag style={{ left: beside.x, top: beside.y }} className="-translate-1/2">
          {t('insideMask')}
        </Tag>
      )}
      {pointer && reading?.kind === 'off' ? (
        <div
          className="pointer-events-none absolute flex flex-col whitespace-pre rounded-md bg-raise px-3 py-2 text-meta text-text-2 tabular-nums shadow-float"
          style={{ left: place.x + pointer.x * place.zoom + 20, top: place.y + pointer.y * place.zoom + 20 }}
        >
          <span className="font-medium text-text-1">{t('levelsOff', { count: reading.levels })}</span>
          <span>{t('at', { x: String(Math.floor(pointer.x)), y: String(Math.floor(pointer.y)) })}</span>
          <span>{t('putBack')}</span>
        </div>
      ) : null}
    </>
  )
}

/** Of all outlines, across. */
function middleOf({ outlines }: HeatMap): number | null {
  const points = outlines.flat()
  if (points.length === 0) return null
  const { left, right } = boundsOf(points)
  return (left + right) / 2
}

/** What is shown of a box of the image, on the stage. */
function onStage(box: Rect, image: ImageView, place: PicturePlace): Rect {
  const { x, y, width, height } = intersectRects(box, wholeRect(image))
  const { zoom } = place
  return { x: place.x + x * zoom, y: place.y + y * zoom, width: width * zoom, height: height * zoom }
}

function CropFrame({ box, image, place }: { box: Rect; image: ImageView; place: PicturePlace }) {
  const t = useTranslations('edit')
  const shown = intersectRects(box, wholeRect(image))
  const x = Math.round(place.x + shown.x * place.zoom)
  const y = Math.round(place.y + shown.y * place.zoom)
  const size = { width: Math.round(shown.width * place.zoom), height: Math.round(shown.height * place.zoom) }
  return (
    <>
      <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
        <rect {...{ x, y, ...size }} fill="none" stroke="#000" />
        <rect {...{ x, y, ...size }} fill="none" stroke="#fff" strokeDasharray="5 5" />
      </svg>
      <Tag style={{ left: Math.max(x, 0) + 8, top: Math.max(y, 0) + 8 }}>
        {t('cropTag', { width: String(box.width), height: String(box.height) })}
      </Tag>
    </>
  )
}

/** Narrower than this on the screen, a word does not fit beside the crop. */
const roomPx = 72

function NotSent({ box, image, place }: { box: Rect; image: ImageView; place: PicturePlace }) {
  const t = useTranslations('receipt')
  const { width, height } = image
  const right = box.x + box.width
  const bottom = box.y + box.height
  const parts: Rect[] = [
    { x: 0, y: 0, width: box.x, height },
    { x: right, y: 0, width: width - right, height },
    { x: Math.max(box.x, 0), y: 0, width: box.width, height: box.y },
    { x: Math.max(box.x, 0), y: bottom, width: box.width, height: height - bottom },
  ]
  return parts
    .filter((part) => !isEmpty(part) && part.width * place.zoom > roomPx && part.height * place.zoom > 24)
    .map((part) => (
      <span
        key={`${part.x} ${part.y}`}
        className="pointer-events-none absolute -translate-1/2 text-[#9a9a9a] text-meta"
        style={{
          left: place.x + (part.x + part.width / 2) * place.zoom,
          top: place.y + (part.y + part.height / 2) * place.zoom,
        }}
      >
        {t('notSent')}
      </span>
    ))
}

type TagProps = { style: CSSProperties; className?: string; children: string }

const Tag = ({ style, className = '', children }: TagProps) => (
  <span
    className={`pointer-events-none absolute flex h-6 items-center whitespace-nowrap rounded-sm bg-tag px-2 font-medium text-meta text-white tabular-nums ${className}`}
    style={style}
  >
    {children}
  </span>
)
