'use client'

import { useTranslations } from 'next-intl'
import { cn } from '../ui/class-names.ts'
import { Select } from '../ui/select.tsx'
import { changeMask, type MaskChoice, type MaskSource, maskSources, noMask, type Picture } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'
import { sharedMaskName } from './mask-work.ts'

type MaskSelectProps = { rowKey: string; picture: Picture; mask: MaskChoice; className?: string }

/** Where the mask of a row comes from, with its picture and how much it covers. */
export function MaskSelect({ rowKey, picture, mask, className }: MaskSelectProps) {
  const t = useTranslations('batch')
  const detail = useMaskDetail(mask)
  const choose = (source: MaskSource) => {
    changeBatch((draft) =>
      changeMask(draft, rowKey, { ...noMask, source, wanted: source === 'name' ? mask.wanted : null }),
    )
  }
  return (
    <Select<MaskSource>
      label={t('maskOf', { name: picture.name })}
      value={mask.source}
      onChange={choose}
      shown={
        <span className="flex min-w-0 items-center gap-1.5 text-meta">
          <MaskPicture mask={mask} />
          <span className="flex-none">{t(`mask.${mask.source}`)}</span>
          <span className={cn('truncate font-normal tabular-nums', mask.trouble ? 'text-bad' : 'text-text-2')}>
            {detail}
          </span>
        </span>
      }
      options={maskSources.map((source) => ({ value: source, label: t(`mask.${source}`) }))}
      className={cn('w-full px-1.5', className)}
    />
  )
}

function MaskPicture({ mask: { source, stored } }: { mask: MaskChoice }) {
  const look = 'h-5 w-7.5 flex-none rounded-[3px]'
  if (source === 'none' || !stored) return <span className={cn(look, 'border border-dash border-dashed')} />
  return (
    // biome-ignore lint/performance/noImgElement: a mask of our own server
    <img
      src={`/api/masks/${stored.id}`}
      alt=""
      loading="lazy"
      decoding="async"
      className={cn(look, 'object-cover shadow-[0_0_0_1px_var(--line-strong)]')}
    />
  )
}

function useMaskDetail({ source, stored, trouble }: MaskChoice): string {
  const t = useTranslations('batch')
  if (source === 'none') return t('maskWhole')
  if (trouble) return t(`maskTrouble.${trouble.kind}`)
  if (!stored) return t('maskSearching')
  if (source === 'name') return stored.name ?? ''
  if (source === 'shared') return sharedMaskName() ?? stored.name ?? ''
  return stored.coverage === null ? t('maskLast') : t('percent', { value: Math.round(stored.coverage * 1000) / 10 })
}
