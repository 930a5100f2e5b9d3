'use client'

import { Check, CircleHelp, Download, Maximize2, SquareSplitHorizontal, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type CSSProperties, useEffect, useRef } from 'react'
import { useErrorWords } from '#lib/client/error-words.ts'
import { downloadUrl, thumbnailSet, thumbnailUrl } from '#lib/client/picture-url.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'
import { clockTime, editProgress } from '../editor/edit-steps.ts'
import { useEditWords } from '../editor/edit-words.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { useServerNow } from '../editor/use-now.ts'
import { cn } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import type { Sheet } from './use-contact-sheet.ts'
import { gridOf } from './variation-set.ts'

/** Over the canvas: every variation at the picture's own ratio, as large as all of them fit. */
export function SheetTiles({ sheet }: { sheet: Sheet }) {
  const t = useTranslations('variations')
  const { image, tree } = useEditorSession()
  const list = useRef<HTMLUListElement>(null)
  const { edits, chosen } = sheet
  const [first] = edits
  const start = tree.versions.find(({ key }) => key === first.imageId)?.image ?? image
  const [across, down] =
    first.frame.kind === 'reframe' ? first.frame.aspectRatio.split(':').map(Number) : [start.width, start.height]
  const ratio = across / down
  const { columns, rows } = gridOf(edits.length)
  // The focus goes with the choice while it is on the sheet.
  useEffect(() => {
    if (!list.current?.contains(document.activeElement)) return
    list.current.querySelector<HTMLElement>(`[data-variation="${chosen.id}"]`)?.focus()
  }, [chosen.id])
  return (
    <div className="[container-type:size] absolute inset-0 z-10 flex overflow-y-auto bg-surround p-8 max-sm:p-3">
      <ul
        ref={list}
        aria-label={t('sheet')}
        className="m-auto grid justify-center gap-x-6 gap-y-5 max-sm:gap-x-3 max-sm:grid-cols-[repeat(2,calc((100cqw-12px)/2))]! sm:grid-cols-[repeat(var(--columns),var(--tile))]"
        style={
          {
            '--columns': columns,
            '--tile': `max(140px, min((100cqw - ${(columns - 1) * 24}px) / ${columns}, ((100cqh - ${(rows - 1) * 20}px) / ${rows} - 28px) * ${ratio}))`,
          } as CSSProperties
        }
      >
        {edits.map((edit) => (
          <Tile key={edit.id} sheet={sheet} edit={edit} ratio={ratio} />
        ))}
      </ul>
    </div>
  )
}

function Tile({ sheet, edit, ratio }: { sheet: Sheet; edit: EditView; ratio: number }) {
  const t = useTranslations('variations')
  const words = useEditWords()
  const { tree, open } = useEditorSession()
  const version = tree.versions.find(({ key }) => key === edit.outputImageId)
  const chosen = sheet.chosen.id === edit.id
  const pick = sheet.picks.indexOf(edit.id)
  const { storedAt, sentAt, queuedAt } = edit.steps
  const tookMs = version && storedAt ? Date.parse(storedAt) - Date.parse(sentAt ?? queuedAt) : null
  const name = version ? `v${version.number}` : null
  return (
    <li className="group relative min-w-0" data-state={edit.state}>
      <div
        className={cn(
          'relative overflow-hidden rounded-md bg-raise',
          chosen && 'shadow-[0_0_0_2px_var(--surround),0_0_0_4px_var(--text-1)]',
        )}
        style={{ aspectRatio: ratio }}
      >
        <button
          type="button"
          data-variation={edit.id}
          aria-label={t('tile', { name: name ?? t(`state.${stateOf(edit)}`), seed: String(edit.seed) })}
          aria-pressed={chosen}
          tabIndex={chosen ? 0 : -1}
          onClick={() => sheet.choose(edit.id)}
          onDoubleClick={sheet.goOn}
          className="absolute inset-0 rounded-md"
        >
          {version ? (
            // biome-ignore lint/performance/noImgElement: our server makes the small copies itself
            <img
              alt=""
              src={thumbnailUrl(version.image.id, 960)}
              srcSet={thumbnailSet(version.image.id)}
              sizes="(max-width: 639px) 50vw, 33vw"
              draggable={false}
              className="size-full object-cover"
            />
          ) : (
            <Coming edit={edit} />
          )}
        </button>
        {pick < 0 ? null : (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-2.5 left-2.5 flex size-6 items-center justify-center rounded-full bg-white font-semibold text-black text-meta"
          >
            {'AB'[pick]}
          </span>
        )}
        {version ? (
          <span className="absolute right-2 bottom-2 flex gap-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
            <IconButton
              tone="tag"
              label={t('pickOf', { name: name ?? '' })}
              pressed={pick >= 0}
              tabIndex={chosen ? 0 : -1}
              onClick={() => sheet.pick(edit.id)}
              className="pointer-coarse:size-11"
            >
              <SquareSplitHorizontal aria-hidden="true" />
            </IconButton>
            <IconButton
              tone="tag"
              label={t('openOf', { name: name ?? '' })}
              tabIndex={chosen ? 0 : -1}
              onClick={() => {
                sheet.close()
                open(version.key)
              }}
              className="pointer-coarse:size-11"
            >
              <Maximize2 aria-hidden="true" />
            </IconButton>
            <Tooltip label={t('downloadOf', { name: name ?? '' })}>
              <a
                href={downloadUrl(version.image.id)}
                download
                aria-label={t('downloadOf', { name: name ?? '' })}
                tabIndex={chosen ? 0 : -1}
                className="flex size-8 items-center justify-center rounded-md bg-tag text-white hover:bg-black pointer-coarse:size-11"
              >
                <Download aria-hidden="true" className="size-4" />
              </a>
            </Tooltip>
          </span>
        ) : null}
      </div>
      <p aria-hidden="true" className="flex h-7 items-center gap-2 overflow-hidden pt-2 whitespace-nowrap tabular-nums">
        {name ? <span className="font-medium">{name}</span> : null}
        <span className="min-w-0 truncate text-text-3">{t('seed', { seed: String(edit.seed) })}</span>
        <span className="flex-1" />
        {chosen && version ? (
          <span className="flex items-center gap-1.5">
            <Check aria-hidden="true" className="size-3.5 stroke-[2.4]" />
            <span className="max-sm:hidden">{t('chosen')}</span>
          </span>
        ) : tookMs === null ? null : (
          <span className="text-text-3 max-sm:hidden">{t('seconds', { value: words.seconds(tookMs) })}</span>
        )}
      </p>
    </li>
  )
}

const stateOf = ({ state }: EditView): 'running' | 'failed' | 'unknown' | 'cancelled' =>
  state === 'unknown' || state === 'failed' || state === 'cancelled' ? state : 'running'

/** Not a picture yet, or never. */
function Coming({ edit }: { edit: EditView }) {
  const t = useTranslations('variations')
  const words = useErrorWords()
  const state = stateOf(edit)
  if (!isSettled(edit.state)) return <Running edit={edit} />
  return (
    <span
      className={cn(
        'flex size-full flex-col items-center justify-center gap-2 rounded-md p-3 text-center text-meta text-text-2',
        state === 'failed' && 'shadow-[inset_0_0_0_1.5px_var(--bad)]',
        state === 'unknown' && 'border-[1.5px] border-edge border-dashed',
      )}
    >
      {state === 'failed' ? <TriangleAlert aria-hidden="true" className="size-5 text-bad" /> : null}
      {state === 'unknown' ? <CircleHelp aria-hidden="true" className="size-5" /> : null}
      {edit.error === null ? t(`state.${state}`) : words(edit.error).title}
    </span>
  )
}

function Running({ edit }: { edit: EditView }) {
  const t = useTranslations('variations')
  const now = useServerNow(1_000)
  return (
    <span className="flex size-full flex-col items-center justify-center gap-2 text-meta text-text-2 tabular-nums">
      <Spinner className="size-5" />
      {edit.state === 'queued' ? t('state.queued') : clockTime(editProgress(edit, now).elapsedMs)}
    </span>
  )
}
