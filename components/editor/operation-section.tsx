'use client'

import { useTranslations } from 'next-intl'
import { type Operation, type OperationKind, operationKinds } from '#lib/retouch/operation.ts'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import { Slider } from '../ui/slider.tsx'
import { useEditorSession } from './editor-session.tsx'
import { FillAvoid } from './fill-avoid.tsx'
import { GuideList } from './guide-options.tsx'
import { OperationPreview } from './operation-preview.tsx'
import { ResultLink } from './result-link.tsx'

/** What the local engine does instead of following a prompt. */
export function OperationSection() {
  const t = useTranslations('edit')
  const { activity } = useEditorSession()
  return (
    <Section
      title={t('operation')}
      summary={activity.kind === 'running' ? t('locked') : <ResultLink className="-mr-2" />}
    >
      <OperationFields />
    </Section>
  )
}

export function OperationFields({ height = 32 }: { height?: 32 | 44 }) {
  const t = useTranslations('edit')
  const { draft, changeDraft, activity } = useEditorSession()
  const held = activity.kind === 'running'
  const kept = draft.operations[draft.operationKind]
  const operation = held ? (activity.edit.operation ?? kept) : kept
  const change = (operation: Operation) =>
    changeDraft({ operations: { ...draft.operations, [operation.kind]: operation } })
  return (
    <div className="flex flex-col gap-2">
      <Select<OperationKind>
        label={t('operation')}
        value={operation.kind}
        onChange={(operationKind) => changeDraft({ operationKind })}
        options={operationKinds.map((kind) => ({ value: kind, label: t(`operations.${kind}`) }))}
        disabled={held}
        height={height}
      />
      <OperationFigure operation={operation} onChange={change} disabled={held} size={height === 44 ? 'touch' : 'md'} />
      <p className="text-meta text-text-2">{t(`operationHint.${operation.kind}`)}</p>
      <OperationPreview />
    </div>
  )
}

type OperationFigureProps = {
  operation: Operation
  onChange(operation: Operation): void
  disabled: boolean
  size: 'md' | 'touch'
}

/** The figures that an operation has, where it has any. */
function OperationFigure({ operation, onChange, disabled, size }: OperationFigureProps) {
  const t = useTranslations()
  switch (operation.kind) {
    case 'blur':
      return (
        <Slider
          label={t('edit.radiusName')}
          shownLabel={t('edit.radius')}
          value={operation.radiusPx}
          min={1}
          max={500}
          scale="log"
          onChange={(radiusPx) => onChange({ kind: 'blur', radiusPx })}
          onReset={() => onChange({ kind: 'blur', radiusPx: 12 })}
          valueText={t('editor.sizeValue', { size: operation.radiusPx })}
          disabled={disabled}
          size={size}
        />
      )
    case 'pixelate':
      return (
        <Slider
          label={t('edit.cellName')}
          shownLabel={t('edit.cell')}
          value={operation.cellPx}
          min={2}
          max={500}
          scale="log"
          onChange={(cellPx) => onChange({ kind: 'pixelate', cellPx })}
          onReset={() => onChange({ kind: 'pixelate', cellPx: 16 })}
          valueText={t('editor.sizeValue', { size: operation.cellPx })}
          disabled={disabled}
          size={size}
        />
      )
    case 'recolour':
      return (
        <>
          <div className="flex items-center gap-2">
            <Slider
              label={t('edit.hueName')}
              shownLabel={t('edit.hue')}
              value={operation.hueDegrees}
              min={0}
              max={360}
              onChange={(hueDegrees) => onChange({ ...operation, hueDegrees })}
              valueText={t('edit.degrees', { value: operation.hueDegrees })}
              disabled={disabled}
              size={size}
              className="flex-1"
            />
            {/* The one place where a colour of its own is shown beside the picture: it is what is chosen. */}
            <span
              aria-hidden="true"
              style={{ background: `hsl(${operation.hueDegrees} 70% 50%)` }}
              className="size-5 flex-none rounded-sm shadow-[0_0_0_1px_rgb(128_128_128/70%)]"
            />
          </div>
          <Slider
            label={t('edit.strengthName')}
            shownLabel={t('edit.strength')}
            value={operation.strengthPercent}
            min={0}
            max={100}
            onChange={(strengthPercent) => onChange({ ...operation, strengthPercent })}
            onReset={() => onChange({ ...operation, strengthPercent: 100 })}
            valueText={t('edit.percentValue', { value: operation.strengthPercent })}
            disabled={disabled}
            size={size}
          />
        </>
      )
    case 'brighten':
      return (
        <Slider
          label={t('edit.amountName')}
          shownLabel={t('edit.amount')}
          value={operation.amountPercent}
          min={-100}
          max={100}
          onChange={(amountPercent) => onChange({ kind: 'brighten', amountPercent })}
          onReset={() => onChange({ kind: 'brighten', amountPercent: 30 })}
          valueText={t('edit.percentValue', { value: operation.amountPercent })}
          disabled={disabled}
          size={size}
        />
      )
    case 'fill':
      return (
        <>
          <GuideList size={size} disabled={disabled} />
          <FillAvoid operation={operation} onChange={onChange} disabled={disabled} />
        </>
      )
    case 'greyscale':
      return null
  }
}
