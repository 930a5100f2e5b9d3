'use client'

import { PencilRuler } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { Size } from '#lib/core/geometry.ts'
import { Button } from '../ui/button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useEditorSession } from './editor-session.tsx'
import type { OptionSize } from './region-options.tsx'
import { type ShapeNumbers, shapeFrom } from './shape-numbers.ts'
import { regionSettings } from './tools/region-settings.ts'

/** Farther outside of the picture a shape has no business, and nearer than this every number is allowed. */
const farthestPx = 20_000

/** The tools that draw between two places. */
type DrawingTool = 'rectangle' | 'ellipse' | 'gradient' | 'guide'

/** What is drawn by a drag, for those who cannot point, or want it exact. */
export function NumericEntry({ tool, size = 'md' }: { tool: DrawingTool; size?: OptionSize }) {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const locked = useStore(store, (state) => state.locked)
  const [open, setOpen] = useState(false)
  const height = size === 'touch' ? 44 : 32
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t(`numbersTitle.${tool}`)}
      trigger={
        <Button
          icon={<PencilRuler aria-hidden="true" />}
          kind={size === 'touch' ? 'outline' : 'standard'}
          disabled={locked}
          aria-label={t('numbers')}
          className={`flex-none ${size === 'touch' ? 'h-11' : 'group-data-[yields~=words]/options:px-2'}`}
        >
          <span className="group-data-[yields~=words]/options:hidden">{t('numbers')}</span>
        </Button>
      }
    >
      {tool === 'gradient' ? (
        <GradientNumbers height={height} />
      ) : tool === 'guide' ? (
        <GuideNumbers height={height} />
      ) : (
        <ShapeNumbersForm key={tool} tool={tool} height={height} />
      )}
    </Popover>
  )
}

const middleOf = ({ width, height }: Size) => ({ x: Math.round(width / 4), y: Math.round(height / 4) })

type Height = 32 | 44

function ShapeNumbersForm({ tool, height }: { tool: 'rectangle' | 'ellipse'; height: Height }) {
  const t = useTranslations('editor.region')
  const { store, canvas, image } = useEditorSession()
  const half = { width: Math.round(image.width / 2), height: Math.round(image.height / 2) }
  const [box, setBox] = useState({ ...middleOf(image), ...half })
  const [circle, setCircle] = useState({ x: half.width, y: half.height, radius: Math.round(half.height / 2) })
  const [by, setBy] = useState<ShapeNumbers['by']>('box')

  const draw = () => {
    const numbers: ShapeNumbers = by === 'box' ? { by, ...box } : { by, ...circle }
    canvas.current?.apply({ kind: 'shape', shape: shapeFrom(tool, numbers), ...regionSettings(store.getState()) })
  }
  return (
    <NumbersForm
      height={height}
      onDraw={draw}
      choice={
        tool === 'ellipse' ? (
          <Segmented<ShapeNumbers['by']>
            label={t('by')}
            value={by}
            onChange={setBy}
            height={height}
            options={[
              { value: 'box', label: t('byBox') },
              { value: 'centre', label: t('byCentre') },
            ]}
          />
        ) : null
      }
      fields={
        by === 'box'
          ? [
              { label: t('x'), value: box.x, onChange: (x) => setBox({ ...box, x }) },
              { label: t('y'), value: box.y, onChange: (y) => setBox({ ...box, y }) },
              { label: t('width'), value: box.width, min: 1, onChange: (width) => setBox({ ...box, width }) },
              { label: t('height'), value: box.height, min: 1, onChange: (next) => setBox({ ...box, height: next }) },
            ]
          : [
              { label: t('centreX'), value: circle.x, onChange: (x) => setCircle({ ...circle, x }) },
              { label: t('centreY'), value: circle.y, onChange: (y) => setCircle({ ...circle, y }) },
              {
                label: t('radius'),
                value: circle.radius,
                min: 1,
                onChange: (radius) => setCircle({ ...circle, radius }),
              },
            ]
      }
    />
  )
}

function GradientNumbers({ height }: { height: Height }) {
  const { store, canvas, image } = useEditorSession()
  const { ends, fields } = useEnds(image)
  const draw = () => {
    const { gradient, region } = store.getState()
    canvas.current?.apply({ kind: 'gradient', ...gradient, ...ends, combine: region.combine })
  }
  return <NumbersForm height={height} onDraw={draw} fields={fields} />
}

function GuideNumbers({ height }: { height: Height }) {
  const { image, guides } = useEditorSession()
  const { ends, fields } = useEnds(image)
  return <NumbersForm height={height} onDraw={() => guides.add([ends.from, ends.to])} fields={fields} />
}

/** A line from the left to the right of the picture at first. */
function useEnds({ width, height }: Size) {
  const t = useTranslations('editor.region')
  const [from, setFrom] = useState({ x: 0, y: Math.round(height / 2) })
  const [to, setTo] = useState({ x: width, y: Math.round(height / 2) })
  const fields: readonly PixelField[] = [
    { label: t('fromX'), value: from.x, onChange: (x) => setFrom({ ...from, x }) },
    { label: t('fromY'), value: from.y, onChange: (y) => setFrom({ ...from, y }) },
    { label: t('toX'), value: to.x, onChange: (x) => setTo({ ...to, x }) },
    { label: t('toY'), value: to.y, onChange: (y) => setTo({ ...to, y }) },
  ]
  return { ends: { from, to }, fields }
}

type PixelField = { readonly label: string; readonly value: number; readonly min?: number; onChange(px: number): void }

type NumbersFormProps = {
  height: Height
  /** In which terms the shape is given. */
  choice?: ReactNode
  fields: readonly PixelField[]
  onDraw(): void
}

function NumbersForm({ height, choice, fields, onDraw }: NumbersFormProps) {
  const t = useTranslations('editor.region')
  const draw = (event: FormEvent) => {
    event.preventDefault()
    onDraw()
  }
  return (
    <form onSubmit={draw} className="flex flex-col gap-3">
      {choice}
      <div className="grid grid-cols-2 gap-2">
        {fields.map(({ label, value, min = -farthestPx, onChange }) => (
          <NumberField
            key={label}
            label={label}
            value={value}
            min={min}
            max={farthestPx}
            height={height}
            onChange={(next) => {
              if (next !== null) onChange(next)
            }}
          />
        ))}
      </div>
      <p className="text-meta text-text-2">{t('inPixels')}</p>
      <Button type="submit" kind="outline" className={height === 44 ? 'h-11' : undefined}>
        {t('draw')}
      </Button>
    </form>
  )
}
