'use client'

import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { type BatchDraft, changeMask, type MaskSource, maskSources, noMask } from './batch-draft.ts'
import { changeBatch } from './batch-store.ts'
import { giveMasks, scaleAllMasks, sharedMaskName, shareMask } from './mask-work.ts'

/** Where masks come from: for rows that are added, or for all that are there. */
export function MaskSection({ draft }: { draft: BatchDraft }) {
  const t = useTranslations('batch')
  const { maskSource } = draft
  const all = [...draft.entries, ...draft.rows]
  const others = all.filter(({ mask }) => mask.source !== maskSource)
  const sized = all.filter(({ mask }) => mask.trouble?.kind === 'size').length
  const useForAll = () => {
    changeBatch((now) =>
      others.reduce((next, { key }) => changeMask(next, key, { ...noMask, source: maskSource }), now),
    )
  }
  return (
    <Section title={t('maskForNew')}>
      <Segmented<MaskSource>
        label={t('maskForNew')}
        options={maskSources.map((value) => ({ value, label: t(`maskShort.${value}`) }))}
        value={maskSource}
        onChange={(next) => changeBatch((now) => ({ ...now, maskSource: next }))}
        className="flex [&_label]:px-0"
      />
      <p className="pt-2 text-meta text-text-3">{t(`maskHint.${maskSource}`)}</p>
      <div className="flex flex-wrap gap-2 pt-2 empty:hidden">
        {maskSource === 'shared' ? (
          <ChooseMasks label={sharedMaskName() ?? t('chooseMask')} onFiles={([file]) => file && shareMask(file)} />
        ) : null}
        {maskSource === 'name' ? <ChooseMasks many label={t('chooseMasks')} onFiles={giveMasks} /> : null}
        {others.length > 0 && all.length > 0 ? (
          <Button onClick={useForAll}>{t('useForAll', { count: all.length })}</Button>
        ) : null}
        {sized > 1 ? <Button onClick={scaleAllMasks}>{t('scaleAll', { count: sized })}</Button> : null}
      </div>
    </Section>
  )
}

type ChooseMasksProps = { label: string; many?: boolean; onFiles(files: File[]): void }

function ChooseMasks({ label, many = false, onFiles }: ChooseMasksProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button onClick={() => input.current?.click()} className="max-w-full truncate">
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={many}
        accept="image/png,image/jpeg,image/webp,image/gif"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}
