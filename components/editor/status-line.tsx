'use client'

import { Minus, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { useStore } from 'zustand'
import { useConnection } from '#lib/client/use-events.ts'
import { formatUsd } from '#lib/core/money.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { regionTools } from './editor-store.ts'
import { useShortcuts } from './key-settings.ts'
import type { Readout } from './readout.ts'
import { useUsage } from './use-lineage.ts'

const zoomStep = 1.25

/** 32 high: zoom, size, place of the pointer, keys, spend, engine. */
export function StatusLine() {
  const t = useTranslations('editor')
  return (
    <section
      aria-label={t('status')}
      className="flex h-8 flex-none items-center gap-4 whitespace-nowrap border-line border-t bg-chrome pr-3 pl-2 text-meta text-text-2"
    >
      <Zoom />
      <Place />
      <div className="flex min-w-0 flex-1 items-center justify-center gap-3 overflow-hidden max-md:invisible">
        <Hints />
      </div>
      <Spend />
      <EngineState />
    </section>
  )
}

function Zoom() {
  const t = useTranslations('editor')
  const { canvas } = useEditorSession()
  return (
    <div className="flex items-center">
      <IconButton label={t('zoomOut')} tooltipSide="top" onClick={() => canvas.current?.zoomBy(1 / zoomStep)}>
        <Minus aria-hidden="true" className="size-3.5!" />
      </IconButton>
      <ZoomLevel />
      <IconButton label={t('zoomIn')} tooltipSide="top" onClick={() => canvas.current?.zoomBy(zoomStep)}>
        <Plus aria-hidden="true" className="size-3.5!" />
      </IconButton>
    </div>
  )
}

function ZoomLevel() {
  const t = useTranslations('editor')
  const words = useEditWords()
  const { readout, canvas } = useEditorSession()
  const zoom = useStore(readout, (state) => state.zoom)
  const percent = zoom * 100
  const shown = percent < 100 && !Number.isInteger(percent) ? words.percent(zoom) : words.count(Math.round(percent))
  return (
    <button
      type="button"
      aria-label={`${t('zoomLevel')}, ${shown}%, ${t('fitToView')}`}
      title={t('fitToView')}
      onClick={() => canvas.current?.fit()}
      className="h-6 w-12 rounded-sm text-center text-text-1 tabular-nums live:hover:bg-raise"
    >
      {shown}%
    </button>
  )
}

function Place() {
  const t = useTranslations('editor')
  const { image } = useEditorSession()
  return (
    <>
      <span className="tabular-nums">
        {t('pictureSize', { width: String(image.width), height: String(image.height) })}
      </span>
      <PointerPlace />
    </>
  )
}

/** Written by hand, not rendered: it changes while the hand paints, and then React rests. */
function PointerPlace() {
  const t = useTranslations('editor')
  const { readout } = useEditorSession()
  const element = useRef<HTMLSpanElement>(null)
  const write = useEffectEvent(({ pixel }: Readout) => {
    const text = pixel ? t('pointer', { x: String(pixel.x), y: String(pixel.y) }) : ''
    if (element.current) element.current.textContent = text
  })
  useEffect(() => {
    write(readout.getState())
    return readout.subscribe((state, before) => {
      if (state.pixel !== before.pixel) write(state)
    })
  }, [readout])
  return (
    <span ref={element} aria-hidden="true" className="min-w-26 whitespace-pre text-text-3 tabular-nums max-md:hidden" />
  )
}

function Hints() {
  const t = useTranslations('editor')
  const keys = useShortcuts()
  const receipt = useTranslations('receipt')
  const { store, activity, compare, resultView, refine, sheet } = useEditorSession()
  const tool = useStore(store, (state) => state.tool)
  const work = useStore(store, (state) => state.openWork)
  if (resultView.sight !== 'result') return <span className="truncate">{receipt(`hint.${resultView.sight}`)}</span>
  if (compare.shown) {
    return (
      <>
        {compare.mode === 'slider' ? <Hint keys={['←', '→']}>{t('hintDivider')}</Hint> : null}
        {compare.mode === 'onion-skin' ? <Hint keys={['←', '→']}>{t('hintOpacity')}</Hint> : null}
        <Hint keys={[keys('compare-mode')]}>{t('hintMode')}</Hint>
        <Hint keys={[keys('hold-original')]}>{t('hintBefore')}</Hint>
      </>
    )
  }
  if (sheet.now !== null) {
    return (
      <>
        <Hint keys={['←', '→']}>{t('hintMove')}</Hint>
        <Hint keys={['↵']}>{t('hintChoose')}</Hint>
        <Hint keys={['Space']}>{t('hintPick')}</Hint>
      </>
    )
  }
  if (activity.kind === 'running') return <span className="truncate">{t('hintLocked')}</span>
  if (work !== null) {
    return (
      <>
        <Hint keys={['↵']}>{t('hintApply')}</Hint>
        {tool === 'smart-select' ? <Hint keys={['Alt']}>{t('hintLeaveOut')}</Hint> : null}
        {tool === 'wand' ? null : <Hint keys={['⌫']}>{t('hintStepBack')}</Hint>}
        <Hint keys={['Esc']}>{t('hintDrop')}</Hint>
      </>
    )
  }
  const isRegionTool = regionTools.some((id) => id === tool)
  return (
    <>
      {tool === 'smart-select' ? <span className="truncate">{t('smartSelect.idle')}</span> : null}
      {isRegionTool ? (
        <>
          <Hint keys={['Shift']}>{t('hintAdd')}</Hint>
          <Hint keys={['Alt']}>{t('hintSubtract')}</Hint>
        </>
      ) : (
        <>
          <Hint keys={[keys('smaller'), keys('larger')]}>{t('hintSize')}</Hint>
          <Hint keys={[keys('swap')]}>{t('hintSwap')}</Hint>
        </>
      )}
      {refine.now === null ? (
        <Hint keys={[keys('sheet')]}>{t('hintKeys')}</Hint>
      ) : (
        <Hint keys={['Esc']}>{t('hintLeaveRefine')}</Hint>
      )}
    </>
  )
}

const Hint = ({ keys, children }: { keys: readonly string[]; children: ReactNode }) => (
  <span className="flex items-center gap-1">
    {keys.map((key) => (
      <KeyCap key={key} keys={key} />
    ))}
    <span className="ml-0.5">{children}</span>
  </span>
)

/** Charged and reserved of this UTC month; what is unsure counts and is named. */
function Spend() {
  const t = useTranslations('editor')
  const usage = useUsage().data
  if (!usage) return null
  const { chargedMicroUsd, reservedMicroUsd, unknownMicroUsd, limitMicroUsd } = usage.month
  const spent = formatUsd(chargedMicroUsd + reservedMicroUsd + unknownMicroUsd)
  const unsure = formatUsd(unknownMicroUsd)
  const words =
    limitMicroUsd === null
      ? unknownMicroUsd > 0
        ? t('spentUnsure', { spent, unsure })
        : t('spent', { spent })
      : unknownMicroUsd > 0
        ? t('spentOfUnsure', { spent, budget: formatUsd(limitMicroUsd), unsure })
        : t('spentOf', { spent, budget: formatUsd(limitMicroUsd) })
  return (
    <span className="tabular-nums">
      <span className="sr-only">{t('spend')}: </span>
      {words}
    </span>
  )
}

function EngineState() {
  const t = useTranslations('editor')
  const { tree, engine } = useEditorSession()
  const running = tree.running - tree.queued
  const offline = useConnection().state === 'offline'
  return (
    <span role="status" aria-label={t('engineStatus')} className="flex items-center gap-2">
      {offline ? (
        <>
          <Dot className="bg-bad" />
          {t('offline')}
        </>
      ) : tree.running > 0 ? (
        <>
          <Spinner className="size-3.5" />
          {running === 0
            ? t('editsQueued', { count: tree.queued })
            : tree.queued === 0
              ? t('editsRunning', { count: running })
              : t('editsRunningQueued', { count: running, queued: tree.queued })}
        </>
      ) : engine?.paused ? (
        <>
          <Dot className="bg-warn" />
          {t('enginePaused')}
        </>
      ) : engine?.available ? (
        <>
          <Dot className="bg-ok" />
          {t('engineReady')}
        </>
      ) : (
        <>
          <Dot className="bg-edge" />
          {t('engineMissing')}
        </>
      )}
    </span>
  )
}

const Dot = ({ className }: { className: string }) => (
  <i aria-hidden="true" className={`size-2 flex-none rounded-full ${className}`} />
)
