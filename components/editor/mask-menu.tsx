'use client'

import {
  Binary,
  Contrast,
  Copy,
  Droplets,
  Expand,
  FileUp,
  ImageDown,
  Link,
  PaintBucket,
  Shrink,
  Trash2,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactElement, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { notify } from '../ui/toast.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { type AmountAction, MaskAmount } from './mask-amount.tsx'
import { type CopySource, copySources } from './mask-copy.ts'
import { downloadMask } from './mask-export.ts'
import { MaskImport, type MaskOrigin } from './mask-import.tsx'

type MaskMenuProps = {
  trigger: ReactElement
  side: 'top' | 'right'
  align: 'start' | 'end'
  /** Where there is no room for buttons of their own. */
  withInvertAndClear?: boolean
}

/** What is done to the mask as a whole. Each is one step of undo. */
export function MaskMenu({ trigger, side, align, withInvertAndClear = false }: MaskMenuProps) {
  const t = useTranslations('editor')
  const words = useEditWords()
  const { store, canvas, image, tree } = useEditorSession()
  const [amount, setAmount] = useState<AmountAction | null>(null)
  const [origin, setOrigin] = useState<MaskOrigin | null>(null)
  const anchor = useRef<HTMLSpanElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const empty = useStore(store, ({ mask }) => mask.coverage === 0)

  const exportPng = async () => {
    const stage = canvas.current
    if (!stage) return
    try {
      downloadMask(await stage.exportMask(), image.name)
    } catch {
      notify({ kind: 'error', title: t('maskMenu.exportFailed') })
    }
  }
  const copyItem = (source: CopySource): MenuItem => ({
    label:
      source.kind === 'kept'
        ? t('maskMenu.copy', { version: `v${source.version.number} ${words.versionName(source.version)}` })
        : t('maskMenu.copyEdit', { number: source.version.number }),
    icon: <Copy aria-hidden="true" />,
    onSelect: () => setOrigin({ kind: 'copy', source }),
  })
  const sources = copySources(tree.versions, image.id)
  const items: readonly MenuItem[] = [
    ...(withInvertAndClear
      ? [
          { label: t('invert'), icon: <Contrast aria-hidden="true" />, onSelect: () => canvas.current?.invert() },
          {
            label: t('clear'),
            icon: <Trash2 aria-hidden="true" />,
            disabled: empty,
            onSelect: () => canvas.current?.clear(),
          },
        ]
      : []),
    {
      label: t('maskMenu.fill'),
      icon: <PaintBucket aria-hidden="true" />,
      onSelect: () => canvas.current?.apply({ kind: 'fill', value: store.getState().brush.value }),
    },
    ...(['grow', 'shrink', 'feather', 'threshold'] as const).map((action) => ({
      label: t(`maskMenu.${action}`),
      icon: amountIcons[action],
      disabled: empty,
      onSelect: () => setAmount(action),
    })),
    { kind: 'line' },
    {
      label: t('maskMenu.importFile'),
      icon: <FileUp aria-hidden="true" />,
      onSelect: () => files.current?.click(),
    },
    {
      label: t('maskMenu.importUrl'),
      icon: <Link aria-hidden="true" />,
      onSelect: () => setOrigin({ kind: 'url' }),
    },
    ...sources.map(copyItem),
    { kind: 'line' },
    {
      label: t('maskMenu.export'),
      icon: <ImageDown aria-hidden="true" />,
      onSelect: () => void exportPng(),
    },
  ]

  return (
    <>
      <span ref={anchor}>
        <Menu trigger={trigger} label={t('maskMenu.name')} items={items} side={side} align={align} />
      </span>
      <input
        ref={files}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        data-testid="mask-file"
        onChange={({ target }) => {
          const file = target.files?.[0]
          // The same file may be chosen twice.
          target.value = ''
          if (file) setOrigin({ kind: 'file', file })
        }}
      />
      <MaskAmount action={amount} anchor={anchor} side={side} onClose={() => setAmount(null)} />
      {origin === null ? null : <MaskImport origin={origin} onClose={() => setOrigin(null)} />}
    </>
  )
}

const amountIcons: Readonly<Record<AmountAction, ReactElement>> = {
  grow: <Expand aria-hidden="true" />,
  shrink: <Shrink aria-hidden="true" />,
  feather: <Droplets aria-hidden="true" />,
  threshold: <Binary aria-hidden="true" />,
}
