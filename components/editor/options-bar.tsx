'use client'

import { Eye, SlidersHorizontal, SquareSplitHorizontal } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { HeatScale, SightSwitch } from '../receipt/sight-switch.tsx'
import { ShowSwitch } from '../refine/show-switch.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { useEditorSession } from './editor-session.tsx'
import { FilmControls, FilmPopover } from './film-controls.tsx'
import { useShortcuts } from './key-settings.ts'
import { paintKind } from './paint-value.tsx'
import { hasSecondOptions, SecondOptions, ToolOptions } from './tool-options.tsx'
import { toolIcons } from './tool-rail.tsx'
import { useFit } from './use-fit.ts'

type OptionsBarProps = {
  /** Below 900 px the panel is a drawer, opened from here. */
  drawer: { open: boolean; toggle(): void }
}

/** What gives way where the bar is narrow, in this order: the overlay and what is set less often go behind one button. */
const waysToYield = ['overlay', 'tool', 'labels', 'words', 'tracks', 'second'] as const

/** 44 high: what the tool in hand can be set to, then how the picture is seen. */
export function OptionsBar({ drawer }: OptionsBarProps) {
  const t = useTranslations('editor')
  const { store, resultView, refine } = useEditorSession()
  const { sight, sights } = resultView
  const tool = useStore(store, (state) => state.tool)
  const locked = useStore(store, (state) => state.locked)
  const kind = useStore(store, paintKind)
  const makes = tool !== 'pan' && tool !== 'zoom'
  const { bar, row, step } = useFit(
    waysToYield.length,
    `${tool} ${kind} ${sight} ${sights.length} ${refine.now?.show} ${useLocale()}`,
  )
  const yields = waysToYield.slice(0, step)
  const hidesSecond = yields.includes('second')
  return (
    <fieldset
      ref={bar}
      data-yields={yields.join(' ')}
      aria-label={t('options')}
      className="group/options flex h-11 min-w-0 flex-none items-center gap-2 border-line border-b bg-chrome px-3"
    >
      <div
        ref={row}
        className="flex h-full min-w-0 flex-1 items-center gap-3 overflow-x-auto [scrollbar-width:none] group-data-[yields~=tracks]/options:gap-2"
      >
        <SightSwitch />
        {sight === 'result' ? (
          <>
            {sights.length > 1 ? <span aria-hidden="true" className="h-5 w-px flex-none bg-line" /> : null}
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a layout of its own */}
            <span
              role="group"
              aria-disabled={locked && makes}
              className={`flex items-center gap-2 font-medium ${locked && makes ? 'opacity-38' : ''} [&>svg]:size-4`}
            >
              {toolIcons[tool]}
              <span className="whitespace-nowrap group-data-[yields~=tool]/options:hidden">{t(`tool.${tool}`)}</span>
            </span>
            <ToolOptions hideSecond={hidesSecond} />
            {refine.now !== null && refine.now.show !== 'film' ? (
              hidesSecond && hasSecondOptions(tool) ? (
                <FilmPopover>
                  <SecondOptions tool={tool} size="md" />
                </FilmPopover>
              ) : null
            ) : yields.includes('overlay') ? (
              <FilmPopover>
                {hidesSecond && hasSecondOptions(tool) ? <SecondOptions tool={tool} size="md" /> : null}
              </FilmPopover>
            ) : (
              <FilmControls />
            )}
          </>
        ) : (
          <HeatScale />
        )}
      </div>
      <div className="flex flex-none items-center gap-1">
        {refine.now === null ? null : <ShowSwitch refining={refine.now} />}
        <HoldOriginal />
        <CompareButton />
        <Button
          icon={<SlidersHorizontal aria-hidden="true" />}
          aria-expanded={drawer.open}
          onClick={drawer.toggle}
          className="md:hidden"
        >
          {t('showPanel')}
        </Button>
      </div>
    </fieldset>
  )
}

/** Shows the upload for as long as it is pressed, by pointer or by Space and Enter. */
export function HoldOriginal({ size }: { size?: 'md' | 'touch' }) {
  const t = useTranslations('editor')
  const keys = useShortcuts()
  const { holdOriginal, showsOriginal } = useEditorSession()
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    holdOriginal(event.type === 'keydown')
  }
  return (
    <IconButton
      label={t('original')}
      shortcut={keys('hold-original')}
      size={size}
      pressed={showsOriginal}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        holdOriginal(true)
      }}
      onPointerUp={() => holdOriginal(false)}
      onPointerCancel={() => holdOriginal(false)}
      onKeyDown={onKey}
      onKeyUp={onKey}
      onBlur={() => holdOriginal(false)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Eye aria-hidden="true" />
    </IconButton>
  )
}

function CompareButton() {
  const t = useTranslations('editor')
  const keys = useShortcuts()
  const { compare } = useEditorSession()
  return (
    <Button
      icon={<SquareSplitHorizontal aria-hidden="true" />}
      aria-label={t('compareName')}
      shortcut={keys('compare')}
      disabledReason={compare.possible ? null : t('onlyOne')}
      onClick={compare.open}
      className="group-data-[yields~=labels]/options:px-2"
    >
      <span className="group-data-[yields~=labels]/options:hidden">{t('compare')}</span>
    </Button>
  )
}
