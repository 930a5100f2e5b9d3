'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { LibraryItem } from '#lib/client/schemas.ts'
import { justifyRows } from './justified-rows.ts'
import { PictureTile } from './picture-tile.tsx'
import { type PlacedRow, placeRows, rowsWithin } from './placed-rows.ts'
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
  const [width, setWidth] = useState(0)
  /** What has the focus stays, however far it is scrolled away. */
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const near = useNear(box)

  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])

  const placed = useMemo(() => {
    const aspectOf = (image: LibraryItem): number => image.width / image.height
    return placeRows(width === 0 ? [] : justifyRows({ items: images, aspectOf, width, targetHeight, gap }), beneath)
  }, [images, width])

  const rows = rowsWithin(placed, near)
  const holds = (row: PlacedRow<LibraryItem>) => row.items.some(({ item }) => item.id === focusedId)
  const kept = focusedId === null || rows.some(holds) ? undefined : placed.rows.find(holds)
  const shown = kept === undefined ? rows : kept.top < near.from ? [kept, ...rows] : [...rows, kept]

  return (
    <ul
      ref={box}
      aria-label={t('grid')}
      className="relative"
      style={{ height: placed.height }}
      onFocus={({ target }) => setFocusedId(target.closest('li')?.dataset.imageId ?? null)}
      onBlur={() => setFocusedId(null)}
    >
      {shown.flatMap((row) => {
        let left = 0
        return row.items.map(({ item, width: own }, index) => {
          const at = left
          left += own + gap
          return (
            <PictureTile
              key={item.id}
              image={item}
              place={{ left: at, top: row.top, width: own, height: row.height }}
              position={row.first + index + 1}
              // Of a list that goes on the number is not known.
              total={hasMore ? -1 : images.length}
              selected={selectedIds.has(item.id)}
              selecting={selectedIds.size > 0}
              onSelect={(isRange) => onSelect(item.id, isRange)}
              onDelete={() => onDelete(item)}
            />
          )
        })
      })}
    </ul>
  )
}
