'use client'

import { PencilRuler } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
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

/** Rectangles and ellipses for those who cannot point, or want it exact. */
export function NumericEntry({ tool, size = 'md' }: { tool: 'rectangle' | 'ellipse'; size?: OptionSize }) {
  const t = useTranslations('editor.region')
  const { store } = useEditorSession()
  const locked = useStore(store, (state) => state.locked)
  const [open, setOpen] = useState(false)
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
          className={`flex-none ${size === 'touch' ? 'h-11' : ''}`}
        >
          {t('numbers')}
        </Button>
      }
    >
      <NumbersForm key={tool} tool={tool} height={size === 'touch' ? 44 : 32} />
    </Popover>
  )
}

const middleOf = ({ width, height }: Size) => ({ x: Math.round(width / 4), y: Math.round(height / 4) })

function NumbersForm({ tool, height }: { tool: 'rectangle' | 'ellipse'; height: 32 | 44 }) {
  const t = useTranslations('editor.region')
  const { store, canvas, image } = useEditorSession()
  const half = { width: Math.round(image.width / 2), height: Math.round(image.height / 2) }
  const [box, setBox] = useState({ ...middleOf(image), ...half })
  const [circle, setCircle] = useState({ x: half.width, y: half.height, radius: Math.round(half.height / 2) })
  const [by, setBy] = useState<ShapeNumbers['by']>('box')

  const draw = (event: FormEvent) => {
    event.preventDefault()
    const numbers: ShapeNumbers = by === 'box' ? { by, ...box } : { by, ...circle }
    const shape = shapeFrom(tool, numbers)
    canvas.current?.apply({ kind: 'shape', shape, ...regionSettings(store.getState()) })
  }
  const field = (label: string, value: number, onChange: (value: number) => void, min: number) => (
    <NumberField
      label={label}
      value={value}
      min={min}
      max={farthestPx}
      height={height}
      onChange={(next) => {
        if (next !== null) onChange(next)
      }}
    />
  )
  return (
    <form onSubmit={draw} className="flex flex-col gap-3">
      {tool === 'ellipse' ? (
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
      ) : null}
      <div className="grid grid-cols-2 gap-2">
        {by === 'box' ? (
          <>
            {field(t('x'), box.x, (x) => setBox({ ...box, x }), -farthestPx)}
            {field(t('y'), box.y, (y) => setBox({ ...box, y }), -farthestPx)}
            {field(t('width'), box.width, (width) => setBox({ ...box, width }), 1)}
            {field(t('height'), box.height, (next) => setBox({ ...box, height: next }), 1)}
          </>
        ) : (
          <>
            {field(t('centreX'), circle.x, (x) => setCircle({ ...circle, x }), -farthestPx)}
            {field(t('centreY'), circle.y, (y) => setCircle({ ...circle, y }), -farthestPx)}
            {field(t('radius'), circle.radius, (radius) => setCircle({ ...circle, radius }), 1)}
          </>
        )}
      </div>
      <p className="text-meta text-text-2">{t('inPixels')}</p>
      <Button type="submit" kind="outline" className={height === 44 ? 'h-11' : undefined}>
        {t('draw')}
      </Button>
    </form>
  )
}
