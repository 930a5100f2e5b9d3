'use client'

import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp, GitBranch } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { type Overflow, useOverflow } from '../ui/use-overflow.ts'
import { useEditorSession } from './editor-session.tsx'
import { type Box, scrollFor } from './strip-scroll.ts'
import { TilePicture, TileWords, useTileName } from './version-tile.tsx'
import { columnsOf, type VersionTile, versionPath } from './version-tree.ts'

// The drawing in CSS px: where the first tile stands, and how far the next is in each direction.
const left = 16
const top = 10
const columnWidth = 228
const laneHeight = 48
const tileHeight = 44
const thumbWidth = 60
/** Of one among variations. */
const slotWidth = thumbWidth + 6
/** Kept free above and below what is scrolled to. */
const edge = 8

const x = ({ column, row }: Pick<VersionTile, 'column' | 'row'>): number =>
  left + column * columnWidth + row.slot * slotWidth
const widthOf = ({ row }: VersionTile): number => (row.length === 1 ? columnWidth : slotWidth)
const y = (tile: { lane: number }): number => top + tile.lane * laneHeight

const boxOf = (tile: VersionTile): Box => ({
  left: x(tile) - left,
  top: y(tile) - edge,
  right: x(tile) + widthOf(tile),
  bottom: y(tile) + tileHeight + edge,
})

/** The versions as a tree: 112 high, or 56 where it is folded to the line through the current version. */
export function VersionStrip() {
  const t = useTranslations('editor')
  const { tree, refine } = useEditorSession()
  const low = useIsLow()
  const [choice, setChoice] = useState<boolean | null>(null)
  const folded = choice ?? low
  const count = tree.versions.length
  return (
    <section
      aria-label={t('versions')}
      className={`flex flex-none border-line border-t bg-chrome ${folded ? 'h-14' : 'h-28'}`}
    >
      <Tree folded={folded} />
      <div className="flex flex-none items-start gap-1 pt-3 pr-3 pl-2">
        <span className="pt-2 pr-1 text-meta text-text-2 max-md:hidden">
          {tree.running > tree.queued
            ? t('versionCountRunning', { count, running: tree.running - tree.queued })
            : t(refine.now === null ? 'versionCount' : 'versionCountDraft', { count })}
        </span>
        <IconButton label={t(folded ? 'unfold' : 'fold')} tooltipSide="top" onClick={() => setChoice(!folded)}>
          {folded ? <GitBranch aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
        </IconButton>
      </div>
    </section>
  )
}

/** Arrows walk the tree as it is drawn: left to the parent, right to the first child, up and down through all tiles. */
function Tree({ folded }: { folded: boolean }) {
  const t = useTranslations('editor')
  const { tree, image, open, showEdit } = useEditorSession()
  const tileName = useTileName()
  const [focused, setFocused] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const more = useOverflow(box)
  const tiles = folded ? versionPath(tree, image.id) : tree.tiles
  const reachable = tiles.filter(({ kind }) => !isComing(kind))
  const stop = reachable.some(({ key }) => key === focused) ? focused : image.id

  // biome-ignore lint/correctness/useExhaustiveDependencies: a tile that comes or goes may move the current one
  useEffect(() => {
    const { current } = box
    if (!current) return
    const { scrollLeft, scrollTop, clientWidth: width, clientHeight: height } = current
    const own = tiles.filter(({ key }) => key === image.id)
    const next = tiles.filter(({ kind }) => isComing(kind))
    const children = tiles.filter(({ parentKey, kind }) => parentKey === image.id && !isComing(kind))
    const wanted = [...own, ...next, ...children].map(boxOf)
    current.scrollTo({ ...scrollFor({ left: scrollLeft, top: scrollTop, width, height }, wanted), behavior: 'instant' })
  }, [image.id, tiles.map(({ key }) => key).join(), folded])

  const choose = (tile: VersionTile) => {
    switch (tile.kind) {
      case 'version':
        showEdit(null)
        return open(tile.key)
      case 'failed':
      case 'unknown':
        // Its note may have been put away, or not be the one that is told by itself.
        showEdit(tile.edit.id)
        return open(tile.edit.imageId)
      case 'running':
        return open(tile.edit.imageId)
      case 'next':
      case 'draft':
        return
    }
  }
  const walk = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const at = reachable.findIndex(({ key }) => key === stop)
    const goal = {
      ArrowLeft: reachable.find(({ key }) => key === reachable[at]?.parentKey),
      ArrowRight: reachable.find(({ parentKey }) => parentKey === stop),
      ArrowUp: reachable[at - 1],
      ArrowDown: reachable[at + 1],
      Home: reachable[0],
      End: reachable[reachable.length - 1],
    }[event.key]
    if (!goal) return
    event.preventDefault()
    setFocused(goal.key)
    list.current?.querySelector<HTMLElement>(`[data-key="${goal.key}"]`)?.focus()
  }

  return (
    <div className="relative min-w-0 flex-1">
      <div ref={box} className="absolute inset-0 overflow-auto [scrollbar-width:none]">
        <div
          ref={list}
          role="tree"
          tabIndex={-1}
          aria-label={t('versions')}
          aria-orientation="horizontal"
          onKeyDown={walk}
          className="relative"
          style={{
            width: left + Math.max(...tiles.map(({ column, row }) => column + columnsOf(row.length))) * columnWidth,
            height:
              top +
              Math.max(...tiles.map(({ lane }) => lane + 1)) * laneHeight -
              (laneHeight - tileHeight) +
              (folded ? 0 : edge),
          }}
        >
          {tiles.map((tile) => {
            const current = tile.key === image.id
            const goesOn = tiles.some(({ parentKey, lane }) => parentKey === tile.key && lane === tile.lane)
            const parent = tiles.find(({ key }) => key === tile.parentKey)
            const inRow = tile.row.length > 1
            return (
              <div key={tile.key} role="none">
                {parent && parent.lane !== tile.lane && tile.row.slot === 0 ? (
                  <Branch parent={parent} child={tile} />
                ) : null}
                <div
                  role="none"
                  className={cn('absolute flex items-center gap-2', !inRow && 'pr-2')}
                  style={{ left: x(tile), top: y(tile), width: widthOf(tile), height: tileHeight }}
                >
                  {isComing(tile.kind) ? (
                    <div aria-hidden="true" className="flex min-w-0 items-center gap-2">
                      <TilePicture tile={tile} current={false} />
                      <TileWords tile={tile} />
                    </div>
                  ) : (
                    <button
                      type="button"
                      role="treeitem"
                      data-key={tile.key}
                      aria-label={tileName(tile, current)}
                      aria-level={tile.level}
                      aria-selected={current}
                      aria-current={current ? 'true' : undefined}
                      tabIndex={tile.key === stop ? 0 : -1}
                      onFocus={() => setFocused(tile.key)}
                      onClick={() => choose(tile)}
                      className={cn(
                        '-m-1 flex min-w-0 max-w-48 items-center gap-2 rounded-md p-1 transition-colors hover:bg-raise',
                        !inRow && 'pr-2',
                      )}
                    >
                      {/* The name says all of it in whole words. */}
                      <span aria-hidden="true" className="flex min-w-0 items-center gap-2">
                        <TilePicture tile={tile} current={current} />
                        {inRow ? null : <TileWords tile={tile} />}
                      </span>
                    </button>
                  )}
                  {goesOn ? <i aria-hidden="true" className="h-[1.5px] min-w-3 flex-1 bg-line-strong" /> : null}
                </div>
                {inRow && tile.row.slot === tile.row.length - 1 ? (
                  <RowName
                    tiles={tiles.filter(({ parentKey, lane }) => parentKey === tile.parentKey && lane === tile.lane)}
                  />
                ) : null}
              </div>
            )
          })}
        </div>
      </div>
      <MoreEdges
        more={more}
        scroll={(columns, lanes) => box.current?.scrollBy({ left: columns * columnWidth, top: lanes * laneHeight })}
      />
    </div>
  )
}

/** After the last of a row: which versions they are, and of how many seeds. */
function RowName({ tiles }: { tiles: readonly VersionTile[] }) {
  const t = useTranslations('variations')
  const numbers = tiles.flatMap((tile) => (tile.kind === 'version' ? [tile.number] : []))
  const last = tiles[tiles.length - 1]
  return (
    <span
      aria-hidden="true"
      className="absolute flex flex-col justify-center truncate pl-1 text-meta"
      style={{ left: x(last) + slotWidth, top: y(last), height: tileHeight, width: 120 }}
    >
      <span className="truncate font-medium">
        {numbers.length === 0
          ? null
          : t('versions', { first: Math.min(...numbers), last: Math.max(...numbers), count: numbers.length })}
      </span>
      <span className="truncate text-text-3">{t('count', { count: tiles.length })}</span>
    </span>
  )
}

/** Not there yet: nothing to go to. */
const isComing = (kind: VersionTile['kind']): boolean => kind === 'next' || kind === 'draft'

const edges = [
  { side: 'up', label: 'scrollUp', by: [0, -1], icon: <ChevronUp />, place: 'top-1 right-2' },
  { side: 'down', label: 'scrollDown', by: [0, 1], icon: <ChevronDown />, place: 'right-2 bottom-1' },
  { side: 'left', label: 'scrollLeft', by: [-1, 0], icon: <ChevronLeft />, place: '-translate-y-1/2 top-1/2 left-1' },
  {
    side: 'right',
    label: 'scrollRight',
    by: [1, 0],
    icon: <ChevronRight />,
    place: '-translate-y-1/2 top-1/2 right-2',
  },
] as const

/** Says where the tree goes on, and goes there. The keyboard walks the tiles themselves. */
function MoreEdges({ more, scroll }: { more: Overflow; scroll(columns: number, lanes: number): void }) {
  const t = useTranslations('editor')
  return edges.map(({ side, label, by, icon, place }) =>
    more[side] ? (
      <IconButton
        key={side}
        label={t(label)}
        tooltipSide="top"
        tabIndex={-1}
        onClick={() => scroll(by[0], by[1])}
        className={cn('absolute size-6 bg-raise text-text-1 shadow-float live:hover:bg-hover', place)}
      >
        {icon}
      </IconButton>
    ) : null,
  )
}

/** From below the parent, down and around to the child. */
const Branch = ({ parent, child }: { parent: VersionTile; child: VersionTile }) => (
  <i
    aria-hidden="true"
    className="absolute rounded-bl-lg border-line-strong border-b-[1.5px] border-l-[1.5px]"
    style={{
      left: x(parent) + thumbWidth / 2,
      top: y(parent) + laneHeight,
      width: x(child) - x(parent) - thumbWidth / 2 - 8,
      height: y(child) + tileHeight / 2 - y(parent) - laneHeight,
    }}
  />
)

const lowWindow = '(max-height: 759px)'

/** True where the window is too low for two lanes. */
const useIsLow = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(lowWindow)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => window.matchMedia(lowWindow).matches,
    () => false,
  )
