'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { LibraryItem } from '#lib/client/schemas.ts'
import { justifyRows } from './justified-rows.ts'
import { PictureTile } from './picture-tile.tsx'

const targetHeight = 232
const gap = 12

type PictureGridProps = { images: readonly LibraryItem[]; onDelete(image: LibraryItem): void }

/** Rows justified to the full width, a caption of 40 under each picture. */
export function PictureGrid({ images, onDelete }: PictureGridProps) {
  const t = useTranslations('library')
  const box = useRef<HTMLUListElement>(null)
  const [width, setWidth] = useState(0)

  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])

  const rows = useMemo(
    () =>
      width === 0
        ? []
        : justifyRows({ items: images, aspectOf: (image) => image.width / image.height, width, targetHeight, gap }),
    [images, width],
  )

  return (
    <ul ref={box} aria-label={t('grid')} className="flex flex-wrap gap-x-3 gap-y-5">
      {rows.flatMap((row) =>
        row.items.map(({ item, width: own }) => (
          <PictureTile
            key={item.id}
            image={item}
            // Rounded down: a hundredth of a pixel too much would break the row.
            width={Math.floor(own * 100) / 100}
            height={row.height}
            onDelete={() => onDelete(item)}
          />
        )),
      )}
    </ul>
  )
}
