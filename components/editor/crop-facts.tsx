'use client'

import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Fragment, useState } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { intersectRects, type Rect, wholeRect } from '#lib/core/geometry.ts'
import { maxImageBytes } from '#lib/core/limits.ts'
import { formatUsd } from '#lib/core/money.ts'
import { type CropPlan, magnification, reachesBeyond } from '#lib/frame/crop.ts'
import { expectedSize } from '#lib/frame/ratio.ts'
import { Button } from '../ui/button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segmented } from '../ui/segmented.tsx'
import type { EditDraft } from './edit-draft.ts'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { sentWeight } from './sent-weight.ts'
import { type CropChange, useCrop } from './use-crop.ts'
import { useIslandChoice } from './use-islands.ts'

/** Rows of the mask's facts: what part is sent, as what, and how much larger or smaller than it is. */
export function CropRows() {
  const t = useTranslations('edit')
  const words = useEditWords()
  const sent = useSentWords()
  const crop = useCrop()
  if (crop === null) return null
  return crop.plans.map((plan) => (
    <Fragment key={Object.values(plan.box).join()}>
      <dt className="text-text-3">{t('cropBox')}</dt>
      <dd className="text-right font-medium">
        {t('sizePx', { width: String(plan.box.width), height: String(plan.box.height) })}
      </dd>
      <dt className="text-text-3">{t('sentSize')}</dt>
      <dd className="text-right font-medium">{sent(plan)}</dd>
      <dt className="text-text-3">{t('magnification')}</dt>
      <dd className="text-right font-medium">×{words.factor(magnification(plan))}</dd>
    </Fragment>
  ))
}

/** "1312 × 1248 PNG, about 1.5 MB"; the weight of a file that goes as it is is known. */
function useSentWords(): (plan: CropPlan) => string {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { image } = useEditorSession()
  return (plan) => {
    const { box, sent } = plan
    const size = { width: String(sent.width), height: String(sent.height) }
    const asItIs =
      image.bytes <= maxImageBytes &&
      [box, sent].every(({ width, height }) => width === image.width && height === image.height)
    const { bytes, format } = sentWeight(plan)
    if (!asItIs) return t('sentAbout', { ...size, format, size: words.bytes(bytes) })
    return t('sentFile', { ...size, format: image.format.toUpperCase(), size: words.bytes(image.bytes) })
  }
}

/** Below this the answer has less than half of the picture's detail, and whoever asks should know before. */
const coarseBelow = 0.5

/** What one should know of the crop, and the ways to change it. */
export function CropControls() {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { image } = useEditorSession()
  const phone = useIsPhone()
  const crop = useCrop()
  if (crop === null) return null
  const { plan, plans, locked, masked, change } = crop
  const back = Math.min(...plans.map(({ aspectRatio, box }) => expectedSize(aspectRatio).width / box.width))
  return (
    <>
      <IslandSwitch />
      {plans.some((each) => reachesBeyond(each, image)) ? (
        <p className="mt-2 text-meta text-text-3">{t('cropMirrored')}</p>
      ) : null}
      {back < coarseBelow ? (
        <p className="mt-2 text-meta text-text-3">{t('cropCoarse', { factor: words.factor(1 / back) })}</p>
      ) : null}
      {masked && change !== null ? (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button
            kind="outline"
            icon={<Lock aria-hidden="true" />}
            onClick={() => change.lock(locked ? null : plan.box)}
            size={phone ? 'touch' : undefined}
          >
            {t(locked ? 'cropUnlock' : 'cropLock')}
          </Button>
          <CropNumbers box={intersectRects(plan.box, wholeRect(image))} change={change} />
        </div>
      ) : null}
    </>
  )
}

/** Shows the box as it is drawn on the canvas: it has to hold the mask and a ratio, whatever was typed. */
function CropNumbers({ box, change }: { box: Rect; change: CropChange }) {
  const t = useTranslations('edit')
  const region = useTranslations('editor.region')
  const { image } = useEditorSession()
  const phone = useIsPhone()
  const [open, setOpen] = useState(false)
  // The box at the opening with what was typed since: numbers typed one after the other mean one box.
  const [wish, setWish] = useState(box)
  const field = (name: keyof Rect, min: number, max: number) => (
    <NumberField
      label={region(name)}
      value={box[name]}
      min={min}
      max={max}
      height={phone ? 44 : 32}
      onChange={(value) => {
        if (value === null) return
        const next = { ...wish, [name]: value }
        setWish(next)
        change.lock(next)
      }}
    />
  )
  return (
    <Popover
      open={open}
      onOpenChange={(opens) => {
        setWish(box)
        setOpen(opens)
      }}
      title={t('cropNumbers')}
      trigger={
        <Button
          kind="outline"
          size={phone ? 'touch' : undefined}
          aria-label={`${region('numbers')}: ${t('cropNumbers')}`}
        >
          {region('numbers')}
        </Button>
      }
    >
      <div className="grid grid-cols-2 gap-2">
        {field('x', 0, image.width - 1)}
        {field('y', 0, image.height - 1)}
        {field('width', 1, image.width)}
        {field('height', 1, image.height)}
      </div>
      <p className="mt-3 text-meta text-text-2">{t('cropNumbersHint')}</p>
    </Popover>
  )
}

/** Islands that lie far apart: cheap in one crop, or sharp one by one. */
function IslandSwitch() {
  const t = useTranslations('edit')
  const { engine, draft, changeDraft, activity } = useEditorSession()
  const phone = useIsPhone()
  const { offered } = useIslandChoice()
  if (offered === null || engine === null || activity.kind === 'running' || activity.kind === 'lost') return null
  const count = offered.length
  const price = formatUsd(count * engine.priceMicroUsd)
  return (
    <div className="mt-2">
      <Segmented<EditDraft['islands']>
        label={t('islands', { count })}
        options={[
          { value: 'together', label: t('islandsTogether') },
          { value: 'each', label: t('islandsEach', { count, price }) },
        ]}
        value={draft.islands}
        onChange={(islands) => changeDraft({ islands })}
        height={phone ? 44 : 32}
        className="flex"
      />
      <p className="mt-2 text-meta text-text-3">{t(draft.islands === 'each' ? 'islandsEachHint' : 'islandsHint')}</p>
    </div>
  )
}
