'use client'

import { ArrowLeftRight } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { useShortcuts } from '../editor/key-settings.ts'
import { useFit } from '../editor/use-fit.ts'
import type { Version } from '../editor/version-tree.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { CompareModeSelect } from './compare-mode-select.tsx'
import { type Pair, withVersion } from './compare-pair.ts'
import type { CompareState } from './compare-state.ts'
import { VersionSelect } from './version-select.tsx'

type CompareBarProps = { compare: CompareState; versions: readonly Version[] }

/** Takes the options bar's place, on a phone the tools': how and which two versions are compared, and the way out. */
export function CompareBar({ compare, versions }: CompareBarProps) {
  const phone = useIsPhone()
  const { pair } = compare
  if (pair === null) return null
  return phone ? <PhoneBar {...{ compare, versions, pair }} /> : <WideBar {...{ compare, versions, pair }} />
}

type BarProps = CompareBarProps & { pair: Pair }

/** What gives way where the bar is narrow, in this order. */
const waysToYield = ['words', 'modes', 'names', 'key'] as const

function WideBar({ compare, versions, pair }: BarProps) {
  const t = useTranslations('compare')
  const { bar, row, step } = useFit(waysToYield.length, useLocale())
  return (
    <fieldset
      ref={bar}
      data-yields={waysToYield.slice(0, step).join(' ')}
      aria-label={t('region')}
      className="group/compare h-11 min-w-0 flex-none border-line border-b bg-chrome px-3"
    >
      <div ref={row} className="flex h-full items-center gap-3 overflow-hidden">
        <CompareModeSelect mode={compare.mode} onChange={(mode) => compare.change({ mode })} className="flex-none" />
        <span className="flex-1" />
        <div className="flex flex-none items-center gap-2">
          <Versions {...{ compare, versions, pair }} />
        </div>
        <span aria-hidden="true" className="h-5 w-px flex-none bg-line group-data-[yields~=key]/compare:hidden" />
        <Done close={compare.close} />
      </div>
    </fieldset>
  )
}

function PhoneBar({ compare, versions, pair }: BarProps) {
  const t = useTranslations('compare')
  return (
    <fieldset
      aria-label={t('region')}
      className="flex min-w-0 flex-none flex-col gap-1 border-line border-b bg-chrome p-1.5"
    >
      <div className="flex items-center gap-1.5">
        <CompareModeSelect
          height={44}
          mode={compare.mode}
          onChange={(mode) => compare.change({ mode })}
          className="min-w-0 flex-1"
        />
        <Done close={compare.close} />
      </div>
      <div className="flex min-w-0 items-center gap-1.5">
        <Versions {...{ compare, versions, pair }} />
      </div>
    </fieldset>
  )
}

function Versions({ compare, versions, pair }: BarProps) {
  const t = useTranslations('compare')
  const select = (side: keyof Pair) => (
    <VersionSelect
      side={side}
      version={pair[side]}
      versions={versions}
      onChange={(version) => compare.choose(withVersion(pair, side, version))}
    />
  )
  return (
    <>
      {select('before')}
      <IconButton
        label={t('swap')}
        onClick={() => compare.choose({ before: pair.after, after: pair.before })}
        className="max-sm:size-11"
      >
        <ArrowLeftRight aria-hidden="true" />
      </IconButton>
      {select('after')}
    </>
  )
}

function Done({ close }: { close(): void }) {
  const t = useTranslations('compare')
  const keys = useShortcuts()
  return (
    <Button
      aria-label={t('doneName')}
      shortcut={keys('compare')}
      onClick={close}
      className="flex-none whitespace-nowrap max-sm:h-11"
    >
      {t('done')}
      <span aria-hidden="true" className="group-data-[yields~=key]/compare:hidden max-sm:hidden">
        <KeyCap keys={keys('compare')} />
      </span>
    </Button>
  )
}
