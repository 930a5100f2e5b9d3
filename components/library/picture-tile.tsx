'use client'

import { Download, GitBranch, ImageOff, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { downloadUrl, thumbnailSet, thumbnailUrl } from '#lib/client/picture-url.ts'
import type { LibraryItem } from '#lib/client/schemas.ts'
import { formatWhen } from '#lib/client/when.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Tooltip } from '../ui/tooltip.tsx'

type PictureTileProps = {
  image: LibraryItem
  /** In the grid, CSS px; the caption comes below. */
  place: { left: number; top: number; width: number; height: number }
  /** Which of the list it is, from 1, and of how many; −1 where that is not known. */
  position: number
  total: number
  onDelete(): void
}

export function PictureTile({ image, place, position, total, onDelete }: PictureTileProps) {
  const t = useTranslations('library')
  const locale = useLocale()
  const [broken, setBroken] = useState(false)
  const when = formatWhen(image.createdAt, { now: new Date(), locale, yesterday: t('yesterday') })
  return (
    <li
      data-image-id={image.id}
      aria-posinset={position}
      aria-setsize={total}
      className="group absolute"
      style={{ left: place.left, top: place.top, width: place.width }}
    >
      <Link
        href={`/images/${image.id}`}
        aria-label={t('item', { name: withoutEnding(image.name), versions: image.versions })}
        draggable={false}
        className="block rounded-md"
      >
        <span className="relative block overflow-hidden rounded-md bg-raise" style={{ height: place.height }}>
          {broken ? (
            <span className="flex size-full flex-col items-center justify-center gap-2 p-2 text-center text-meta text-text-3">
              <ImageOff aria-hidden="true" className="size-5" />
              {t('pictureBroken')}
            </span>
          ) : (
            // biome-ignore lint/performance/noImgElement: the server keeps small copies of its own
            <img
              src={thumbnailUrl(image.id, 480)}
              srcSet={thumbnailSet(image.id)}
              sizes={`${Math.ceil(place.width)}px`}
              alt=""
              loading="lazy"
              decoding="async"
              draggable={false}
              onError={() => setBroken(true)}
              className="size-full object-cover"
            />
          )}
          <span
            aria-hidden="true"
            className="absolute inset-0 bg-black/28 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
          />
          <span
            aria-hidden="true"
            className="absolute bottom-2 left-2 flex h-8 items-center rounded-md bg-white px-3 font-medium text-black opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
          >
            {t('openInEditor')}
          </span>
        </span>
        <span aria-hidden="true" className="block pt-2">
          <span className="flex gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{image.name}</span>
            {image.versions > 1 ? (
              <span className="flex items-center gap-1 text-meta text-text-2 tabular-nums">
                <GitBranch className="size-3.5" />
                {image.versions}
              </span>
            ) : null}
          </span>
          <span className="flex gap-2 text-meta text-text-3 tabular-nums">
            <span className="min-w-0 flex-1 truncate">
              {t('size', { width: String(image.width), height: String(image.height) })}
            </span>
            <time dateTime={image.createdAt}>{when}</time>
          </span>
        </span>
      </Link>
      <span className="absolute top-2 right-2 flex gap-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <Tooltip label={t('download')}>
          <a
            href={downloadUrl(image.id)}
            download
            aria-label={t('downloadOf', { name: image.name })}
            className="flex size-8 items-center justify-center rounded-md bg-tag text-white hover:bg-black pointer-coarse:size-11"
          >
            <Download aria-hidden="true" className="size-4" />
          </a>
        </Tooltip>
        <IconButton
          tone="tag"
          label={t('deleteOf', { name: image.name })}
          onClick={onDelete}
          className="pointer-coarse:size-11"
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </span>
    </li>
  )
}

const withoutEnding = (name: string): string => name.replace(/\.(png|jpe?g|webp|gif)$/i, '')
