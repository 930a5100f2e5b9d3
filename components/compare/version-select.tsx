'use client'

import { useTranslations } from 'next-intl'
import { thumbnailUrl } from '#lib/client/picture-url.ts'
import { useEditWords } from '../editor/edit-words.ts'
import type { Version } from '../editor/version-tree.ts'
import { Select } from '../ui/select.tsx'

type VersionSelectProps = {
  side: 'before' | 'after'
  version: Version
  versions: readonly Version[]
  onChange(version: Version): void
}

/** Any version of the picture for one side of the comparison. */
export function VersionSelect({ side, version, versions, onChange }: VersionSelectProps) {
  const t = useTranslations('compare')
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
      <span
        aria-hidden="true"
        className="whitespace-nowrap text-meta text-text-2 group-data-[yields~=words]/compare:hidden max-sm:hidden"
      >
        {t(side)}
      </span>
      <Select
        label={t(side === 'before' ? 'beforeVersion' : 'afterVersion')}
        value={version.key}
        onChange={(key) => {
          const chosen = versions.find((each) => each.key === key)
          if (chosen) onChange(chosen)
        }}
        options={options}
        className="w-42 min-w-0 px-2 font-normal group-data-[yields~=names]/compare:w-22 max-sm:h-11 max-sm:w-auto max-sm:flex-1"
      />
    </>
  )
}
