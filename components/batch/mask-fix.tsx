'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useErrorWords } from '#lib/client/error-words.ts'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { changeMask, type MaskChoice, noMask, type Picture } from './batch-draft.ts'
import { changeBatch, flushBatch } from './batch-store.ts'

type MaskFixProps = { rowKey: string; picture: Picture; mask: MaskChoice }

/** Why a row has no mask yet, and the acts that mend it. */
export function MaskFix({ rowKey, picture, mask }: MaskFixProps) {
  const t = useTranslations('batch')
  const words = useErrorWords()
  const { trouble, source } = mask
  if (!trouble) return null
  const change = (next: MaskChoice) => {
    changeBatch((draft) => changeMask(draft, rowKey, next))
  }
  const title =
    trouble.kind === 'size'
      ? t('maskOtherSize', { width: String(trouble.width), height: String(trouble.height) })
      : trouble.kind === 'refused'
        ? words({ code: trouble.code }).title
        : t(`maskMissing.${source === 'none' ? 'own' : source}`, { name: mask.wanted ?? picture.name })
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-meta">
      <span className={trouble.kind === 'size' ? 'text-warn' : 'text-bad'}>{title}</span>
      {trouble.kind === 'size' ? (
        <Button onClick={() => change({ ...mask, trouble: null, scale: true })}>{t('scaleIt')}</Button>
      ) : null}
      {trouble.kind === 'missing' && source === 'own' ? (
        <Link href={`/images/${picture.id}`} onClick={flushBatch} className={buttonLook({ kind: 'standard' })}>
          {t('paintIt')}
        </Link>
      ) : null}
      <Button kind="ghost" onClick={() => change(noMask)} className="text-text-1">
        {t('useNoMask')}
      </Button>
    </span>
  )
}
