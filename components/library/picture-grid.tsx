'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useIsTouch } from '#lib/client/browser-state.ts'
import type { LibraryItem } from '#lib/client/schemas.ts'
import { justifyRows } from './justified-rows.ts'
import { PictureTile } from './picture-tile.tsx'
import { isHeld, type PlacedRow, type PlacedTile, placeRows, placeTiles, rowsWithin } from './placed-rows.ts'
import { useNear } from './use-near.ts'

const targetHeight = 232
const gap = 12
/** A caption of 40 with 8 above it, and the gap to the next row. */
const beneath = 48 + 20

type PictureGridProps = {
  images: readonly LibraryItem[]
  /** Whether more pictures follow than are here. */
  hasMore: boolean
  selectedIds: ReadonlySet<string>
  /** `isRange`: everything from the one before. */
  onSelect(id: string, isRange: boolean): void
  onDelete(image: LibraryItem): void
}

/** Rows justified to the full width, a caption of 40 under each picture. Only what is near the window is there. */
export function PictureGrid({ images, hasMore, selectedIds, onSelect, onDelete }: PictureGridProps) {
  const t = useTranslations('library')
  const box = useRef<HTMLUListElement>(null)
  const latest = useRef({ onSelect, onDelete })
  useLayoutEffect(() => {
    latest.current = { onSelect, onDelete }
  })
  const [width, setWidth] = useState(0)
  /** What has the focus stays, however far it is scrolled away. */
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const near = useNear(box)
  const touch = useIsTouch()
  // The same functions for as long as the tiles stand, whatever they do by now.
  const [{ select, remove }] = useState(() => ({
    select: (id: string, isRange: boolean) => latest.current.onSelect(id, isRange),
    remove: (image: LibraryItem) => latest.current.onDelete(image),
  }))

  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])

  const placed = useMemo(() => {
    const aspectOf = (image: LibraryItem): number => image.width / image.height
    const rows = width === 0 ? [] : justifyRows({ items: images, aspectOf, width, targetHeight, gap })
    return placeTiles(placeRows(rows, beneath), gap)
  }, [images, width])

  const rows = rowsWithin(placed, near)
  const holds = (row: PlacedRow<PlacedTile<LibraryItem>>) => row.items.some(({ item }) => item.image.id === focusedId)
  const kept = focusedId === null ? undefined : (rows.find(holds) ?? placed.rows.find(holds))
  const apart = kept !== undefined && !rows.includes(kept)
  const shown = !apart ? rows : kept.top < near.from ? [kept, ...rows] : [...rows, kept]

  return (
    <ul
      ref={box}
      aria-label={t('grid')}
      className="relative"
      style={{ height: placed.height }}
      onFocus={({ target }) => setFocusedId(target.closest('li')?.dataset.imageId ?? null)}
      onBlur={() => setFocusedId(null)}
    >
      {shown.flatMap((row) =>
        row.items.map(({ item: { image, place } }, index) =>
          row !== kept && !isHeld(row, index, near) ? null : (
            <PictureTile
              key={image.id}
              image={image}
              place={place}
              position={row.first + index + 1}
              // Of a list that goes on the number is not known.
              total={hasMore ? -1 : images.length}
              selected={selectedIds.has(image.id)}
              selecting={selectedIds.size > 0}
              touch={touch}
              onSelect={select}
              onDelete={remove}
            />
          ),
        ),
      )}
    </ul>
  )
}
