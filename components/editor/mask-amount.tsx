'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, type RefObject, useState } from 'react'
import { never } from '#lib/core/result.ts'
import type { MaskOperation } from '#lib/mask/operation.ts'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'

export type AmountAction = 'grow' | 'shrink' | 'feather' | 'threshold'

type MaskAmountProps = {
  /** Null: closed. */
  action: AmountAction | null
  anchor: RefObject<HTMLElement | null>
  side: 'top' | 'right'
  onClose(): void
}

const ranges: Readonly<Record<AmountAction, { min: number; max: number; start: number }>> = {
  grow: { min: 1, max: 200, start: 8 },
  shrink: { min: 1, max: 200, start: 8 },
  feather: { min: 1, max: 200, start: 8 },
  threshold: { min: 1, max: 100, start: 50 },
}

/** Asks by how much, and does it; it can be done again with another amount after an undo, since the last one is kept. */
export function MaskAmount({ action, anchor, side, onClose }: MaskAmountProps) {
  const t = useTranslations('editor')
  const { canvas } = useEditorSession()
  const [amounts, setAmounts] = useState<Partial<Record<AmountAction, number>>>({})
  if (action === null) return null
  const { min, max, start } = ranges[action]
  const amount = amounts[action] ?? start
  const apply = (event: FormEvent) => {
    event.preventDefault()
    canvas.current?.apply(operationOf(action, amount))
    onClose()
  }
  return (
    <Popover
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      anchor={anchor}
      side={side}
      align="end"
      title={t(`maskMenu.amount.${action}`)}
    >
      <form onSubmit={apply} className="flex flex-col gap-3">
        <Slider
          label={t(`maskMenu.amountName.${action}`)}
          value={amount}
          min={min}
          max={max}
          onChange={(value) => setAmounts({ ...amounts, [action]: value })}
          valueText={action === 'threshold' ? t('percent', { value: amount }) : t('region.px', { value: amount })}
        />
        <Button type="submit" kind="outline">
          {t('maskMenu.apply')}
        </Button>
      </form>
    </Popover>
  )
}

function operationOf(action: AmountAction, amount: number): MaskOperation {
  switch (action) {
    case 'grow':
    case 'shrink':
    case 'feather':
      return { kind: action, px: amount }
    case 'threshold':
      return { kind: 'threshold', at: Math.max(1, Math.round((amount / 100) * 255)) }
    default:
      return never(action)
  }
}
