'use client'

import { Check, Download, GitBranch, ImageOff, SquareSplitHorizontal, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { memo, useState } from 'react'
import { downloadUrl, thumbnailSet, thumbnailUrl } from '#lib/client/picture-url.ts'
import type { LibraryItem } from '#lib/client/schemas.ts'
import { formatWhen } from '#lib/client/when.ts'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Tooltip } from '../ui/tooltip.tsx'

type PictureTileProps = {
  image: LibraryItem
  /** In the grid, CSS px; the caption comes below. */
  place: { left: number; top: number; width: number; height: number }
  /** Which of the list it is, from 1, and of how many; −1 where that is not known. */
  position: number
  total: number
  selected: boolean
  /** Whether any picture is: then every tile shows that it can be. */
  selecting: boolean
  /** Fingers do not hover: they see at once what can be done. */
  touch: boolean
  onSelect(id: string, isRange: boolean): void
  onDelete(image: LibraryItem): void
}

/** Rendered once where nothing of it changes: while scrolling only what comes near is work. */
export const PictureTile = memo(function PictureTile(props: PictureTileProps) {
  const { image, place, position, total, selected, selecting, touch, onSelect, onDelete } = props
  const router = useRouter()
  const [active, setActive] = useState(false)
  const href = `/images/${image.id}`
  const come = () => {
    if (active) return
    setActive(true)
    router.prefetch(href)
  }
  const t = useTranslations('library')
  const locale = useLocale()
  const [broken, setBroken] = useState(false)
  const when = formatWhen(image.createdAt, { now: new Date(), locale, yesterday: t('yesterday') })
  return (
    <li
      data-image-id={image.id}
      aria-posinset={position}
      aria-setsize={total}
      // Not its arrival: under a resting pointer pictures scroll by.
      onPointerMove={come}
      onFocus={come}
      className="group absolute [contain:layout_style]"
      style={{ left: place.left, top: place.top, width: place.width }}
    >
      <Link
        href={href}
        // Not for every picture that scrolls by.
        prefetch={false}
        aria-label={t('item', { name: withoutEnding(image.name), versions: image.versions })}
        draggable={false}
        className="block rounded-md"
      >
        <span
          className={cn(
            'relative block overflow-hidden rounded-md bg-raise',
            selected && 'outline-2 outline-text-1 outline-offset-2',
          )}
          style={{ height: place.height }}
        >
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
          {active ? (
            <>
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
            </>
          ) : null}
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
      <label
        className={cn(
          'absolute top-1 left-1 flex size-8 items-center justify-center has-focus-visible:opacity-100 pointer-coarse:size-11 pointer-coarse:opacity-100',
          !selecting && 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100',
        )}
      >
        <input
          type="checkbox"
          checked={selected}
          aria-label={t('select', { name: image.name })}
          onChange={({ nativeEvent }) => onSelect(image.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
          className="peer absolute inset-0 appearance-none rounded-md outline-none focus-visible:outline-2 focus-visible:outline-focus focus-visible:-outline-offset-2"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none flex size-5 items-center justify-center rounded-sm bg-black/60 text-black shadow-[inset_0_0_0_1.5px_#ffffff] peer-checked:bg-white "
        >
          {selected ? <Check className="size-3.5 stroke-3" /> : null}
        </span>
      </label>
      {active || touch ? <Actions image={image} onDelete={onDelete} /> : null}
    </li>
  )
})

/** Their tooltips are what a tile costs most: they are there once a pointer or the focus has come. */
function Actions({ image, onDelete }: Pick<PictureTileProps, 'image' | 'onDelete'>) {
  const t = useTranslations('library')
  return (
    <span className="absolute top-2 right-2 flex gap-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
      {image.versions > 1 ? (
        <Tooltip label={t('compare')}>
          <Link
            href={`/images/${image.id}?compare`}
            aria-label={t('compareOf', { name: image.name })}
            className="flex size-8 items-center justify-center rounded-md bg-tag text-white hover:bg-black pointer-coarse:size-11"
          >
            <SquareSplitHorizontal aria-hidden="true" className="size-4" />
          </Link>
        </Tooltip>
      ) : null}
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
        onClick={() => onDelete(image)}
        className="pointer-coarse:size-11"
      >
        <Trash2 aria-hidden="true" />
      </IconButton>
    </span>
  )
}

const withoutEnding = (name: string): string => name.replace(/\.(png|jpe?g|webp|gif)$/i, '')
