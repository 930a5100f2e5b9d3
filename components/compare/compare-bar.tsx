'use client'

import { ArrowLeftRight, SquareSplitHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { thumbnailUrl } from '#lib/client/picture-url.ts'
import { useEditWords } from '../editor/edit-words.ts'
import { useShortcuts } from '../editor/key-settings.ts'
import type { Version } from '../editor/version-tree.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { Select } from '../ui/select.tsx'
import type { CompareState } from './compare-state.ts'

type CompareBarProps = { compare: CompareState; versions: readonly Version[] }

/** Takes the options bar's place: which two versions, and the way out. */
export function CompareBar({ compare, versions }: CompareBarProps) {
  const t = useTranslations('compare')
  const keys = useShortcuts()
  const { pair, choose } = compare
  if (pair === null) return null
  const { before, after } = pair
  return (
    <fieldset
      aria-label={t('region')}
      className="flex h-11 min-w-0 flex-none items-center gap-3 border-line border-b bg-chrome px-3 max-sm:h-14 max-sm:gap-1 max-sm:px-2"
    >
      <span className="flex items-center gap-2 font-medium max-md:hidden">
        <SquareSplitHorizontal aria-hidden="true" className="size-4" />
        {t('mode')}
      </span>
      <span className="flex-1 max-sm:hidden" />
      <div className="flex min-w-0 items-center gap-2 max-sm:flex-1 max-sm:gap-1">
        <VersionSelect
          shownLabel={t('before')}
          label={t('beforeVersion')}
          version={before}
          versions={versions}
          onChange={(next) => choose({ before: next, after })}
        />
        <IconButton
          label={t('swap')}
          onClick={() => choose({ before: after, after: before })}
          className="max-sm:size-11"
        >
          <ArrowLeftRight aria-hidden="true" />
        </IconButton>
        <VersionSelect
          shownLabel={t('after')}
          label={t('afterVersion')}
          version={after}
          versions={versions}
          onChange={(next) => choose({ before, after: next })}
        />
      </div>
      <span aria-hidden="true" className="h-5 w-px bg-line max-sm:hidden" />
      <Button aria-label={t('doneName')} shortcut={keys('compare')} onClick={compare.close} className="max-sm:h-11">
        {t('done')}
        <span aria-hidden="true" className="max-sm:hidden">
          <KeyCap keys={keys('compare')} />
        </span>
      </Button>
    </fieldset>
  )
}

type VersionSelectProps = {
  shownLabel: string
  label: string
  version: Version
  versions: readonly Version[]
  onChange(version: Version): void
}

function VersionSelect({ shownLabel, label, version, versions, onChange }: VersionSelectProps) {
  const words = useEditWords()
  const options = versions.map((each) => ({
    value: each.key,
    label: `v${each.number} ${words.versionName(each)}`,
    icon: (
      // biome-ignore lint/performance/noImgElement: our server makes the small copies itself
      <img alt="" src={thumbnailUrl(each.key, 96)} className="h-5 w-7.5 flex-none rounded-[3px] object-cover" />
    ),
  }))
  return (
    <>
      <span aria-hidden="true" className="text-meta text-text-2 max-md:hidden">
        {shownLabel}
      </span>
      <Select
        label={label}
        value={version.key}
        onChange={(key) => {
          const chosen = versions.find((each) => each.key === key)
          if (chosen) onChange(chosen)
        }}
        options={options}
        className="min-w-0 max-w-48 px-2 font-normal max-sm:h-11 max-sm:flex-1"
      />
    </>
  )
}
