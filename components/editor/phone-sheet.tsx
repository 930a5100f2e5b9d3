'use client'

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type PointerEvent, type ReactNode, type Ref, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { SheetFoot, SheetSections } from '../contact-sheet/sheet-panel.tsx'
import { PromptTools } from '../prompts/prompt-tools.tsx'
import { FileSettings } from '../receipt/file-settings.tsx'
import { RefineFoot, RefineSections } from '../refine/refine-panel.tsx'
import { ShowSwitch } from '../refine/show-switch.tsx'
import { cn } from '../ui/class-names.ts'
import { Segmented } from '../ui/segmented.tsx'
import { useOverflow } from '../ui/use-overflow.ts'
import { AdvancedFields } from './advanced-section.tsx'
import { BrushHardness } from './brush-options.tsx'
import { FailureNote } from './edit-failure.tsx'
import { EditFoot, useByOperation } from './edit-panel.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { EngineRow, MissingEngineLine } from './engine-row.tsx'
import { RatioTiles, useFrameSummary } from './frame-section.tsx'
import { MaskFacts, useMaskPromise } from './mask-section.tsx'
import { MaskThumbnail } from './mask-thumbnail.tsx'
import { OperationFields } from './operation-section.tsx'
import { PaintValue } from './paint-value.tsx'
import { PromptField } from './prompt-section.tsx'
import { ResultDetails, ResultFoot } from './result-panel.tsx'
import { RunButton, RunError } from './run-button.tsx'
import { nextStop, type SheetStop, stopAfterDrag } from './sheet-stops.ts'

type PhoneSheetProps = { promptRef: Ref<HTMLTextAreaElement> }

/** The panel on a phone: rests at three heights, drawn up and down by its handle. */
export function PhoneSheet({ promptRef }: PhoneSheetProps) {
  const { result, activity, refine, sheet } = useEditorSession()
  const laidOut = sheet.now
  const { now: refining } = refine
  const [stop, setStop] = useState<SheetStop>('usual')
  const [dragPx, setDragPx] = useState<number | null>(null)
  const busy = laidOut === null && (activity.kind === 'running' || activity.kind === 'lost')
  const bare = stop === 'button' && dragPx === null

  return (
    <>
      {/* The canvas keeps its size while the sheet is drawn over it. */}
      <div aria-hidden="true" className={cn('flex-none', stop === 'button' ? 'h-24' : 'h-78')} />
      <section
        style={dragPx === null ? undefined : { height: dragPx }}
        className={cn(
          'absolute inset-x-0 bottom-0 z-10 flex flex-col overflow-hidden rounded-t-xl bg-chrome px-4 pb-[max(env(safe-area-inset-bottom),16px)] shadow-[0_-1px_0_var(--line-strong),0_-8px_24px_rgb(0_0_0/30%)]',
          dragPx === null && 'transition-[height] duration-200',
          stop === 'button' ? 'h-24' : stop === 'usual' ? 'h-78' : 'h-[calc(100dvh-56px)]',
          // What happens to an edit is never cut off.
          busy && stop === 'usual' && dragPx === null && 'h-auto max-h-[calc(100dvh-56px)] min-h-78',
        )}
      >
        <Handle stop={stop} onStop={setStop} onDrag={setDragPx} />
        {laidOut !== null ? (
          <Parts bare={bare} foot={<SheetFoot sheet={laidOut} size="touch" />}>
            <div className="-mx-4">
              <SheetSections sheet={laidOut} />
            </div>
          </Parts>
        ) : refining !== null ? (
          <Parts bare={bare} foot={<RefineFoot refining={refining} size="touch" />}>
            <div className="-mx-4">
              <div className="px-4 pb-2">
                <ShowSwitch refining={refining} height={44} />
              </div>
              <RefineSections refining={refining} height={44} />
            </div>
          </Parts>
        ) : result !== null ? (
          <Parts bare={bare} foot={<ResultFoot size="touch" />}>
            <div className="-mx-4">
              <ResultDetails edit={result} />
            </div>
          </Parts>
        ) : busy ? (
          <div className="min-h-0 flex-1 overflow-y-auto">
            <EditFoot size="touch" />
          </div>
        ) : (
          <Parts
            bare={bare}
            foot={
              <>
                {bare ? null : <EngineRow height={44} />}
                <RunButton size="touch" />
              </>
            }
          >
            <EditTabs promptRef={promptRef} />
          </Parts>
        )}
      </section>
    </>
  )
}

function Parts({ bare, foot, children }: { bare: boolean; foot: ReactNode; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const { down } = useOverflow(box, !bare)
  return (
    <>
      {/* It fades out where it goes on under the foot. */}
      <div
        ref={box}
        data-more={down}
        className={cn(
          '-mx-4 min-h-0 flex-1 overflow-y-auto px-4',
          down && '[mask-image:linear-gradient(to_bottom,black_calc(100%-28px),transparent)]',
        )}
        hidden={bare}
      >
        <div>{children}</div>
      </div>
      {/* Where only the button fits, what stands below it is cut off. */}
      <div className="flex-none">{foot}</div>
    </>
  )
}

type HandleProps = { stop: SheetStop; onStop(stop: SheetStop): void; onDrag(heightPx: number | null): void }
type Drag = { fromPx: number; fromY: number; lastY: number; lastAt: number; speed: number; roomPx: number }

function Handle({ stop, onStop, onDrag }: HandleProps) {
  const t = useTranslations('editor')
  const drag = useRef<Drag | null>(null)

  const start = (event: PointerEvent<HTMLButtonElement>) => {
    const sheet = event.currentTarget.parentElement
    if (!sheet) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { clientY: y, timeStamp: at } = event
    const roomPx = window.innerHeight - 56
    drag.current = { fromPx: sheet.offsetHeight, fromY: y, lastY: y, lastAt: at, speed: 0, roomPx }
  }
  const heightOf = ({ fromPx, fromY, roomPx }: Drag, y: number) => Math.min(roomPx, Math.max(64, fromPx + fromY - y))
  const move = ({ clientY, timeStamp }: PointerEvent) => {
    const now = drag.current
    if (now === null) return
    const elapsedMs = Math.max(1, timeStamp - now.lastAt)
    drag.current = { ...now, lastY: clientY, lastAt: timeStamp, speed: (now.lastY - clientY) / elapsedMs }
    onDrag(heightOf(now, clientY))
  }
  const end = ({ clientY }: PointerEvent) => {
    const now = drag.current
    if (now === null) return
    drag.current = null
    onDrag(null)
    const moved = Math.abs(clientY - now.fromY) > 4
    const { roomPx, speed } = now
    // A tap goes up one stop, and from the top back down to the usual one.
    onStop(moved ? stopAfterDrag(stop, { heightPx: heightOf(now, clientY), speed, roomPx }) : tapped(stop))
  }
  const press = (event: KeyboardEvent) => {
    const direction = { ArrowUp: 1 as const, ArrowDown: -1 as const }[event.key]
    if (direction) onStop(nextStop(stop, direction))
    else if (event.key === 'Enter' || event.key === ' ') onStop(tapped(stop))
    else return
    event.preventDefault()
  }
  return (
    <button
      type="button"
      aria-label={t(stop === 'full' ? 'sheetSmaller' : 'sheetLarger')}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={press}
      className="-mx-4 relative flex h-6 flex-none touch-none items-start justify-center pt-2 before:absolute before:inset-x-0 before:-top-2 before:h-11 before:content-['']"
    >
      <i aria-hidden="true" className="h-1 w-9 rounded-full bg-line-strong" />
    </button>
  )
}

const tapped = (stop: SheetStop): SheetStop => (stop === 'full' ? 'usual' : nextStop(stop, 1))

type Tab = 'prompt' | 'mask' | 'frame' | 'advanced'

function EditTabs({ promptRef }: PhoneSheetProps) {
  const t = useTranslations()
  const { activity } = useEditorSession()
  const byOperation = useByOperation()
  const [tab, setTab] = useState<Tab>('prompt')
  return (
    <>
      {activity.kind === 'failed' ? <FailureNote edit={activity.edit} /> : null}
      <RunError />
      <Segmented<Tab>
        label={t('editor.sheetTabs')}
        height={44}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'prompt', label: t(byOperation ? 'edit.operation' : 'edit.prompt') },
          { value: 'mask', label: t('edit.mask') },
          { value: 'frame', label: t('edit.frame') },
          { value: 'advanced', label: t('edit.advanced') },
        ]}
        className="flex [&>label]:px-1"
      />
      <div className="pt-3">
        {tab === 'prompt' ? (
          <>
            {byOperation ? (
              <OperationFields height={44} />
            ) : (
              <>
                <FileSettings />
                <PromptField fieldRef={promptRef} areaClassName="h-16 rounded-lg" />
                <PromptTools size="touch" className="-ml-3" />
              </>
            )}
            <MaskRow onFrame={() => setTab('frame')} />
          </>
        ) : tab === 'mask' ? (
          <div className="flex flex-col gap-2">
            <MaskFacts />
            <PaintValue height={44} />
            <BrushHardness size="touch" />
          </div>
        ) : tab === 'frame' ? (
          <RatioTiles height={44} />
        ) : (
          <>
            <AdvancedFields height={44} />
            <MissingEngineLine />
          </>
        )}
      </div>
    </>
  )
}

/** The mask in one line, and the way to the frame. */
function MaskRow({ onFrame }: { onFrame(): void }) {
  const t = useTranslations('editor')
  const words = useEditWords()
  const { store } = useEditorSession()
  const coverage = useStore(store, (state) => state.mask.coverage)
  const promise = useMaskPromise()
  const frame = useFrameSummary()
  return (
    <div className="mt-1 flex min-h-11 items-center gap-3">
      {coverage > 0 ? <MaskThumbnail width={54} height={36} /> : null}
      <div className="min-w-0 flex-1">
        {coverage > 0 ? (
          <p className="truncate font-medium">{t('maskCovers', { coverage: words.percent(coverage) })}</p>
        ) : null}
        <p className="line-clamp-2 text-meta text-text-2">{promise.words}</p>
      </div>
      <button type="button" onClick={onFrame} className="flex h-11 flex-none items-center gap-1.5 text-text-2">
        {frame}
        <ChevronRight aria-hidden="true" className="size-4" />
      </button>
    </div>
  )
}
