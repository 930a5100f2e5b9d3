'use client'

import { History, Layers2, LayoutGrid, Sparkles } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { choiceFor } from '#lib/client/engine-choices.ts'
import { formatUsd } from '#lib/core/money.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { finishModel } from '#lib/edits/engine-profile.ts'
import type { Receipt } from '#lib/edits/receipt.ts'
import type { Operation } from '#lib/retouch/operation.ts'
import { variationsOf } from '../contact-sheet/variation-set.ts'
import { DownloadPair } from '../receipt/download-pair.tsx'
import { QualityNotes } from '../receipt/quality-notes.tsx'
import { Fact, Facts, FoundAndCorrected, Sizes, TimeAndCost, WhatChanged } from '../receipt/receipt-sections.tsx'
import { HeatScale, SightSwitch } from '../receipt/sight-switch.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { notify } from '../ui/toast.tsx'
import { budgetStop } from './budget-left.ts'
import { useBudgetWords } from './budget-note.tsx'
import { draftFromEdit, requestAgain, requestAnother, requestFinish } from './edit-draft.ts'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { useShortcuts } from './key-settings.ts'
import { spokenPrice } from './price.ts'
import { RunError } from './run-button.tsx'
import { useUsage } from './use-lineage.ts'

/** What is known of the edit that made this version: measured, never guessed. What is not known is left out. */
export function ResultDetails({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { version, resultView } = useEditorSession()
  return (
    <>
      {/* On a phone first of all: the sheet shows little more beside the picture that it is about. */}
      {resultView.sights.length > 1 ? (
        <div className="border-line border-b px-4 pb-3 sm:hidden">
          <SightSwitch height={44} />
          <HeatScale height={44} />
        </div>
      ) : null}
      <section className="border-line border-b px-4 pt-1 pb-3">
        <h2 className="flex min-h-10 items-center font-semibold text-lead">
          {/* A prompt stands in full below; an operation is a name. */}
          {edit.operation === null
            ? `v${version.number}`
            : t('version', { number: version.number, name: words.editName(edit) })}
        </h2>
        {edit.operation === null ? (
          <p className="wrap-break-word max-h-40 overflow-y-auto pb-1 text-text-2">{edit.prompt}</p>
        ) : null}
        {edit.receipt === null ? null : <QualityNotes receipt={edit.receipt} />}
      </section>
      {edit.receipt === null ? null : <ReceiptSections edit={edit} receipt={edit.receipt} />}
      <Section title={t('details')}>
        <Details edit={edit} />
        <RunAgain edit={edit} />
        <SheetLink edit={edit} />
      </Section>
    </>
  )
}

function ReceiptSections({ edit, receipt }: { edit: EditView; receipt: Receipt }) {
  const t = useTranslations('edit')
  const { changeDraft, version } = useEditorSession()
  const copy = () => {
    changeDraft(draftFromEdit(edit))
    notify({ kind: 'done', title: t('settingsCopied', { number: version.number }) })
  }
  return (
    <>
      <WhatChanged edit={edit} receipt={receipt} />
      <FoundAndCorrected edit={edit} receipt={receipt} />
      <Sizes edit={edit} receipt={receipt} />
      <TimeAndCost edit={edit} receipt={receipt} onCopy={copy} />
    </>
  )
}

/** What else was asked for, and the file. */
function Details({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { tree, image } = useEditorSession()
  const parent = tree.versions.find(({ key }) => key === edit.imageId)
  const refined = tree.versions.find((version) => version.edit !== null && version.edit.id === edit.refinement?.editId)
  const size = { width: String(image.width), height: String(image.height) }
  return (
    <Facts>
      {parent ? (
        <Fact name={t('continuesFrom')}>
          {t('version', { number: parent.number, name: words.versionName(parent) })}
        </Fact>
      ) : null}
      {refined ? (
        <Fact name={t('refinedFrom')}>
          {t('version', { number: refined.number, name: words.versionName(refined) })}
        </Fact>
      ) : null}
      {edit.operation === null ? (
        <Fact name={t('safety')}>{edit.safetyTolerance}</Fact>
      ) : (
        <>
          <Fact name={t('operation')}>{words.editName(edit)}</Fact>
          <OperationFacts operation={edit.operation} />
        </>
      )}
      <Fact name={t('frame')}>
        {edit.frame.kind === 'keep' ? t('frameKept', size) : t('frameNew', { ratio: edit.frame.aspectRatio, ...size })}
      </Fact>
      {edit.receipt?.reducedBy ? (
        <Fact name={t('workedReduced')}>{t('workedReducedValue', { factor: edit.receipt.reducedBy })}</Fact>
      ) : null}
      <Fact name={t('file')}>
        {t('fileFacts', { format: image.format.toUpperCase(), size: words.bytes(image.bytes) })}
      </Fact>
    </Facts>
  )
}

/** The figures that the operation was asked for with. */
function OperationFacts({ operation }: { operation: Operation }) {
  const t = useTranslations()
  switch (operation.kind) {
    case 'fill': {
      const lines = operation.guides?.length ?? 0
      return (
        <>
          {lines > 0 ? <Fact name={t('edit.guideLines')}>{lines}</Fact> : null}
          {operation.avoidMaskId === undefined ? null : <Fact name={t('edit.avoided')}>{t('edit.avoidedPart')}</Fact>}
        </>
      )
    }
    case 'blur':
      return <Fact name={t('edit.radius')}>{t('editor.sizeValue', { size: operation.radiusPx })}</Fact>
    case 'pixelate':
      return <Fact name={t('edit.cell')}>{t('editor.sizeValue', { size: operation.cellPx })}</Fact>
    case 'recolour':
      return (
        <>
          <Fact name={t('edit.hue')}>{t('edit.degrees', { value: operation.hueDegrees })}</Fact>
          <Fact name={t('edit.strength')}>{t('edit.percentValue', { value: operation.strengthPercent })}</Fact>
        </>
      )
    case 'brighten':
      return <Fact name={t('edit.amount')}>{t('edit.percentValue', { value: operation.amountPercent })}</Fact>
    case 'greyscale':
      return null
  }
}

function RunAgain({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const budgetWords = useBudgetWords()
  const { engines, runner, open } = useEditorSession()
  const engine = choiceFor(engines, edit)
  const priceMicroUsd = engine?.priceMicroUsd ?? 0
  const stop = budgetStop(useUsage().data, priceMicroUsd)
  const fills = edit.operation?.kind === 'fill'
  const again = async () => {
    const request = () => ({ ...(fills ? requestAnother(edit) : requestAgain(edit)), priceMicroUsd })
    const started = await runner.press({ imageId: edit.imageId, mask: null, request })
    // It runs on the version that it starts from: go and watch it there.
    if (started) open(edit.imageId)
  }
  if (!engine?.available) return null
  return (
    <Button
      icon={<History aria-hidden="true" className="size-3.75!" />}
      busy={runner.busy}
      disabledReason={stop && budgetWords(stop)}
      onClick={() => void again()}
      className="mt-4 w-full max-sm:h-11"
    >
      {fills ? t('tryAnother') : t('runAgain', { price: formatUsd(priceMicroUsd) })}
    </Button>
  )
}

/** The way back to what was made with it. */
function SheetLink({ edit }: { edit: EditView }) {
  const t = useTranslations('variations')
  const { lineage, sheet } = useEditorSession()
  const { variationSetId: setId } = edit
  if (setId === null) return null
  return (
    <Button
      icon={<LayoutGrid aria-hidden="true" className="size-3.75!" />}
      onClick={() => sheet.open(setId)}
      className="mt-2 w-full max-sm:h-11"
    >
      {t('openSheet', { count: variationsOf(lineage, setId).length })}
    </Button>
  )
}

/** A draft once more on the dearer model, with its own seed and settings. */
function Finish({ edit, size }: { edit: EditView; size: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const budgetWords = useBudgetWords()
  const { engines, runner, open } = useEditorSession()
  const own = engines.find(({ id }) => id === edit.engine)
  const model = own?.available ? finishModel(own.models, edit.model) : null
  const stop = budgetStop(useUsage().data, model?.priceMicroUsd ?? 0)
  // What refining made of a draft has nothing more to ask an engine for.
  if (model === null || edit.refinement !== null) return null
  const price = model.priceMicroUsd
  const finish = async () => {
    const request = () => ({ ...requestFinish(edit, model.model), priceMicroUsd: price })
    if (await runner.press({ imageId: edit.imageId, mask: null, request })) open(edit.imageId)
  }
  return (
    <Button
      size={size}
      icon={<Sparkles aria-hidden="true" />}
      busy={runner.busy}
      aria-label={t('finishSpoken', spokenPrice(price))}
      disabledReason={stop && budgetWords(stop)}
      onClick={() => void finish()}
      className="w-full tabular-nums max-sm:rounded-lg"
    >
      {t('finish', { model: model.label, price: formatUsd(price) })}
    </Button>
  )
}

/** The foot: go on from here, or take it along. */
export function ResultFoot({ size = 'lg' }: { size?: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const { version, image, result, changeDraft, compare, refine } = useEditorSession()
  const keys = useShortcuts()
  const goOn = () => {
    compare.close()
    changeDraft({ continued: true })
  }
  return (
    <div className="flex flex-col gap-2">
      <RunError />
      {result ? <Finish edit={result} size={size} /> : null}
      <div className="flex flex-col gap-2 max-sm:flex-row">
        <Button kind="primary" size={size} onClick={goOn} className="w-full max-sm:flex-1 max-sm:rounded-lg">
          {t('continueFrom', { number: version.number })}
        </Button>
        {refine.possible ? (
          <Button
            size={size}
            icon={<Layers2 aria-hidden="true" />}
            shortcut={keys('refine')}
            onClick={() => {
              compare.close()
              refine.start()
            }}
            className="w-full max-sm:flex-1 max-sm:rounded-lg"
          >
            {t('refine')}
          </Button>
        ) : null}
      </div>
      <DownloadPair image={image} />
    </div>
  )
}
