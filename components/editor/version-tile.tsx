'use client'

import { CircleHelp, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { thumbnailUrl } from '#lib/client/picture-url.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { cn } from '../ui/class-names.ts'
import { Spinner } from '../ui/spinner.tsx'
import { isUndecided } from './activity.ts'
import { useEditWords } from './edit-words.ts'
import { useServerNow } from './use-now.ts'
import type { VersionTile } from './version-tree.ts'

/** The 60 × 40 picture of a tile. */
export function TilePicture({ tile, current }: { tile: VersionTile; current: boolean }) {
  const look = 'relative block h-10 w-15 flex-none overflow-hidden rounded-sm bg-raise'
  switch (tile.kind) {
    case 'version':
      return (
        <span
          className={cn(look, current && 'outline-2 outline-text-1 outline-offset-2')}
          style={current ? { outlineStyle: 'solid' } : undefined}
        >
          <Thumbnail imageId={tile.image.id} />
        </span>
      )
    case 'running':
      return (
        <span className={`${look} flex items-center justify-center text-text-1`}>
          <Spinner className="size-4.5" />
        </span>
      )
    case 'failed':
      return (
        <span className={look}>
          <Thumbnail imageId={tile.edit.imageId} />
          <span className="absolute inset-0 flex items-center justify-center rounded-sm bg-[rgb(16_16_16/72%)] text-[#ff8597] shadow-[inset_0_0_0_1.5px_var(--bad)]">
            <TriangleAlert className="size-4.5" />
          </span>
        </span>
      )
    case 'unknown':
      return (
        <span
          className={`${look} flex items-center justify-center border-[1.5px] border-edge border-dashed bg-transparent text-text-2`}
        >
          <CircleHelp className="size-4.5" />
        </span>
      )
    case 'draft':
      return (
        <span className={cn(look, 'shadow-[0_0_0_1.5px_var(--text-2)]')}>
          <Thumbnail imageId={tile.imageId} />
        </span>
      )
    case 'next':
      return <span className={`${look} border-[1.5px] border-line-strong border-dashed bg-transparent`} />
  }
}

const Thumbnail = ({ imageId }: { imageId: string }) => (
  // biome-ignore lint/performance/noImgElement: our server makes the small copies itself
  <img
    alt=""
    src={thumbnailUrl(imageId, 96)}
    srcSet={`${thumbnailUrl(imageId, 96)} 1x, ${thumbnailUrl(imageId, 240)} 2x`}
    draggable={false}
    className="size-full object-cover"
  />
)

/** An answer that was lost, and one that came but made no sense, stay that until their cost is decided. */
function endingOf(edit: EditView): 'failed' | 'unknown' | 'unreadable' {
  if (edit.state !== 'unknown' && !isUndecided(edit)) return 'failed'
  return edit.error?.code === 'answer_unreadable' ? 'unreadable' : 'unknown'
}

const endingNames = {
  failed: 'versionFailed',
  unknown: 'versionUnknown',
  unreadable: 'versionUnreadable',
} as const

/** Name and time beside the picture. */
export function TileWords({ tile }: { tile: VersionTile }) {
  const t = useTranslations('editor')
  const words = useEditWords()
  switch (tile.kind) {
    case 'version': {
      const { steps } = tile.edit ?? {}
      const tookMs = steps?.storedAt ? Date.parse(steps.storedAt) - Date.parse(steps.queuedAt) : null
      const time = words.time(tile.image.createdAt)
      return (
        <Words
          name={`v${tile.number} ${words.versionName(tile)}`}
          time={tookMs === null ? time : t('timeTook', { time, seconds: words.seconds(tookMs) })}
        />
      )
    }
    case 'running':
      return <RunningWords number={tile.number} edit={tile.edit} />
    case 'failed':
    case 'unknown':
      return <Words name={t(`${endingOf(tile.edit)}Tile`)} time={words.time(tile.edit.createdAt)} />
    case 'draft':
      return <Words name={`v${tile.number}`} time={t('draftTile')} />
    case 'next':
      return <span className="truncate text-meta text-text-3">{t('versionNext')}</span>
  }
}

function RunningWords({ number, edit }: { number: number; edit: EditView }) {
  const t = useTranslations('editor')
  const now = useServerNow(1000)
  const seconds = Math.max(0, Math.floor((now - Date.parse(edit.steps.queuedAt)) / 1000))
  return <Words name={`v${number}`} time={t(edit.state === 'queued' ? 'queued' : 'running', { seconds })} />
}

const Words = ({ name, time }: { name: string; time: string }) => (
  <span className="min-w-0 text-left text-meta">
    <span className="block truncate font-medium">{name}</span>
    <span className="block truncate text-text-3 tabular-nums">{time}</span>
  </span>
)

/** What a tile is called by assistive technology. */
export function useTileName(): (tile: VersionTile, current: boolean) => string {
  const t = useTranslations('editor')
  const words = useEditWords()
  return (tile, current) => {
    switch (tile.kind) {
      case 'version':
        return t(current ? 'versionCurrent' : 'versionName', {
          number: tile.number,
          name: words.versionName(tile),
          time: words.time(tile.image.createdAt),
        })
      case 'running':
        return t(tile.edit.state === 'queued' ? 'versionQueued' : 'versionRunning', { number: tile.number })
      case 'failed':
      case 'unknown':
        return t(endingNames[endingOf(tile.edit)], {
          name: words.editName(tile.edit),
          time: words.time(tile.edit.createdAt),
        })
      case 'draft':
        return t('versionDraft', { number: tile.number })
      case 'next':
        return t('versionNext')
    }
  }
}
