'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { WholeBatch } from '#lib/client/batch-schemas.ts'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { type BatchRowView, rowFault } from '#lib/edits/batch.ts'
import { useNear } from '../library/use-near.ts'
import { PictureImage } from './picture-image.tsx'
import { RunCell } from './run-cell.tsx'
import { shapeOf } from './run-grid-shape.ts'
import type { BatchActs } from './use-batch.ts'

const headWidth = 128
const gap = 8
const leastCell = 148
/** A row of the list, and how much of it is the line below. */
const listHeights = { wide: 104, phone: 136 }

type RunRowsProps = { batch: WholeBatch; actOnRow: BatchActs['actOnRow'] }

/** The rows as they come home, in the form in which they were asked for; a phone shows one below the other. */
export function RunRows({ batch, actOnRow }: RunRowsProps) {
  const phone = useIsPhone()
  const shape = useMemo(() => shapeOf(batch.rows, phone ? 'list' : batch.layout), [batch.rows, batch.layout, phone])
  return shape.kind === 'grid' ? (
    <RunGrid shape={shape} actOnRow={actOnRow} />
  ) : (
    <RunList rows={shape.rows} listHeight={phone ? listHeights.phone : listHeights.wide} actOnRow={actOnRow} />
  )
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return { box, width }
}

const stem = (name: string): string => name.replace(/\.(png|jpe?g|webp|gif)$/i, '')

function RunGrid({
  shape,
  actOnRow,
}: Pick<RunRowsProps, 'actOnRow'> & { shape: Extract<ReturnType<typeof shapeOf>, { kind: 'grid' }> }) {
  const t = useTranslations('batch')
  const { box, width } = useWidth()
  const near = useNear(box)
  const { prompts, lines } = shape
  const cell = Math.max(leastCell, (width - headWidth) / prompts.length - gap)
  const rowHeight = Math.round(cell / 1.5) + gap
  const from = Math.max(0, Math.floor(near.from / rowHeight))
  const shown = width === 0 ? [] : lines.slice(from, Math.max(from, Math.ceil(near.to / rowHeight)))
  const columns = `${headWidth}px repeat(${prompts.length}, minmax(${leastCell}px, 1fr))`
  return (
    <div className="mt-4 overflow-x-auto">
      <div className="min-w-fit">
        <div className="grid gap-2" style={{ gridTemplateColumns: columns }}>
          <span />
          {prompts.map((prompt, index) => (
            <p key={prompt} className="flex min-h-8 items-end gap-2 pb-1 text-meta" title={prompt}>
              <span className="text-text-3 tabular-nums">{index + 1}</span>
              <span className="line-clamp-2">{prompt}</span>
            </p>
          ))}
        </div>
        <div ref={box} className="relative mt-2" style={{ height: lines.length * rowHeight }}>
          {shown.map(({ key, imageId, imageName, cells }, index) => (
            <div
              key={key}
              className="absolute inset-x-0 grid gap-2"
              style={{ top: (from + index) * rowHeight, gridTemplateColumns: columns, height: rowHeight - gap }}
            >
              <div className="min-w-0 self-center pr-2 text-meta">
                <span className="mb-2 block h-12 w-18 overflow-hidden rounded-sm bg-raise">
                  <PictureImage imageId={imageId} width={240} />
                </span>
                <span className="block truncate font-medium" title={imageName}>
                  {imageName}
                </span>
              </div>
              {cells.map((row, column) =>
                row ? (
                  <RunCell
                    key={row.position}
                    row={row}
                    name={t('cellName', { name: stem(imageName), number: column + 1 })}
                    actOnRow={actOnRow}
                    className="h-full"
                  />
                ) : (
                  <span key={prompts[column]} />
                ),
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

type RunListProps = Pick<RunRowsProps, 'actOnRow'> & { rows: readonly BatchRowView[]; listHeight: number }

function RunList({ rows, listHeight, actOnRow }: RunListProps) {
  const t = useTranslations('batch')
  const box = useRef<HTMLUListElement>(null)
  const near = useNear(box)
  const from = Math.max(0, Math.floor(near.from / listHeight))
  const shown = rows.slice(from, Math.max(from, Math.ceil(near.to / listHeight)))
  return (
    <ul ref={box} className="relative mt-4" style={{ height: rows.length * listHeight }}>
      {shown.map((row) => (
        <li
          key={row.position}
          aria-posinset={row.position + 1}
          aria-setsize={rows.length}
          className="absolute inset-x-0 flex items-center gap-4 border-line border-b max-sm:gap-3"
          style={{ top: row.position * listHeight, height: listHeight - 8 }}
        >
          <span className="w-8 flex-none text-right text-meta text-text-3 tabular-nums max-sm:hidden">
            {row.position + 1}
          </span>
          <span className="h-12 w-18 flex-none overflow-hidden rounded-sm bg-raise max-sm:hidden">
            <PictureImage imageId={row.imageId} width={240} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{row.imageName}</span>
            <span className="line-clamp-2 break-words text-text-2">{row.prompts.join(' → ')}</span>
            <span className="line-clamp-1 text-bad text-meta max-sm:line-clamp-2">{rowFault(row)?.message}</span>
          </span>
          <RunCell
            row={row}
            name={t('rowName', { name: stem(row.imageName), number: row.position + 1 })}
            actOnRow={actOnRow}
            className="h-22 w-48 flex-none max-sm:h-30 max-sm:w-44"
          />
        </li>
      ))}
    </ul>
  )
}
