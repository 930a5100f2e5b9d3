import { useTranslations } from 'next-intl'
import type { CSSProperties } from 'react'
import type { Version } from '../editor/version-tree.ts'

type SideTagProps = { side: 'before' | 'after'; version: Version; style: CSSProperties }

/** Names the version on a side of the picture. */
export function SideTag({ side, version, style }: SideTagProps) {
  const t = useTranslations('compare')
  return (
    <span
      className="pointer-events-none absolute flex h-6 items-center gap-1.5 rounded-sm bg-tag px-2 font-medium text-meta text-white"
      style={style}
    >
      {t(side)}
      <span className="font-normal opacity-75">v{version.number}</span>
    </span>
  )
}
