'use client'

import { Copy, Download, History, Lock, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { downloadUrl } from '#lib/client/picture-url.ts'
import { formatUsd } from '#lib/core/money.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { cn } from '../ui/class-names.ts'
import { Section } from '../ui/section.tsx'
import { notify } from '../ui/toast.tsx'
import { budgetStop } from './budget-left.ts'
import { useBudgetWords } from './budget-note.tsx'
import { draftFromEdit, requestAgain } from './edit-draft.ts'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { RunError } from './run-button.tsx'
import { useUsage } from './use-lineage.ts'

/** What is known of the edit that made this version: measured, never guessed. What is not known is left out. */
export function ResultDetails({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { version } = useEditorSession()
  return (
    <>
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
      </section>
      <WhatChanged edit={edit} />
      <Section title={t('details')}>
        <Facts edit={edit} />
        <ResultActs edit={edit} />
      </Section>
    </>
  )
}

/** The one figure that matters: how many protected pixels differ, of how many. */
function WhatChanged({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { tree } = useEditorSession()
  const { receipt } = edit
  if (receipt === null) return null
  const { protectedPixels, protectedPixelsChanged } = receipt
  const parent = tree.versions.find(({ key }) => key === edit.imageId)
  if (protectedPixels === null || protectedPixelsChanged === null) {
    return (
      <Section title={t('whatChanged')}>
        <p className="text-text-2">{t(edit.frame.kind === 'reframe' ? 'redrawn' : 'nothingProtected')}</p>
      </Section>
    )
  }
  const changed = words.count(protectedPixelsChanged)
  const total = words.count(protectedPixels)
  // A lossless file must not differ at all; a JPEG does by its nature, and says so.
  const broken = protectedPixelsChanged > 0 && receipt.lossless
  return (
    <Section title={t('whatChanged')}>
      <p className={cn('flex items-baseline gap-2', broken && 'text-bad')}>
        {broken ? <TriangleAlert aria-hidden="true" className="size-5 self-center" /> : null}
        <span className="sr-only">{t('changedSpoken', { changed, total })}</span>
        <span aria-hidden="true" className="text-figure tabular-nums">
          {changed}
        </span>
        <span aria-hidden="true" className="font-medium tabular-nums">
          {t('changedOf', { total })}
        </span>
      </p>
      <p className="mt-1 flex items-start gap-1.5 text-meta text-text-2">
        <Lock aria-hidden="true" className="mt-px size-3.25" />
        {t('protectedAgainst', { version: parent ? `v${parent.number}` : t('original') })}
      </p>
      {receipt.lossless ? null : <p className="mt-1.5 text-meta text-text-2">{t('jpeg')}</p>}
    </Section>
  )
}

function Facts({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const words = useEditWords()
  const { tree, image } = useEditorSession()
  const { receipt, steps } = edit
  const parent = tree.versions.find(({ key }) => key === edit.imageId)
  const size = { width: String(image.width), height: String(image.height) }
  const tookMs = steps.storedAt === null ? null : Date.parse(steps.storedAt) - Date.parse(steps.queuedAt)
  const pixels = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-2 text-meta tabular-nums [&_dd]:truncate [&_dd]:text-right [&_dt]:text-text-3">
      {parent ? (
        <Fact name={t('continuesFrom')}>
          {t('version', { number: parent.number, name: words.versionName(parent) })}
        </Fact>
      ) : null}
      <Fact name={t('engine')}>{words.engine(edit)}</Fact>
      {edit.operation === null ? (
        <>
          <Fact name={t('seed')}>{edit.seed}</Fact>
          <Fact name={t('safety')}>{edit.safetyTolerance}</Fact>
        </>
      ) : (
        <Fact name={t('operation')}>{words.editName(edit)}</Fact>
      )}
      <Fact name={t('frame')}>
        {edit.frame.kind === 'keep' ? t('frameKept', size) : t('frameNew', { ratio: edit.frame.aspectRatio, ...size })}
      </Fact>
      {receipt?.sent && edit.engine !== 'local' ? <Fact name={t('sentSize')}>{pixels(receipt.sent)}</Fact> : null}
      {receipt && edit.engine !== 'local' ? <Fact name={t('receivedSize')}>{pixels(receipt.received)}</Fact> : null}
      <Fact name={t('file')}>
        {t('fileFacts', { format: image.format.toUpperCase(), size: words.bytes(image.bytes) })}
      </Fact>
      {tookMs === null ? null : <Fact name={t('time')}>{t('seconds', { value: words.seconds(tookMs) })}</Fact>}
      <Fact name={t('cost')}>{formatUsd(receipt?.costMicroUsd ?? edit.priceMicroUsd)}</Fact>
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)

function ResultActs({ edit }: { edit: EditView }) {
  const t = useTranslations('edit')
  const budgetWords = useBudgetWords()
  const { engines, runner, open, changeDraft, version } = useEditorSession()
  const engine = engines.find(({ id }) => id === edit.engine)
  const stop = budgetStop(useUsage().data, engine?.priceMicroUsd ?? 0)
  const again = async () => {
    const started = await runner.press({ imageId: edit.imageId, mask: null, request: () => requestAgain(edit) })
    // It runs on the version that it starts from: go and watch it there.
    if (started) open(edit.imageId)
  }
  const copy = () => {
    changeDraft(draftFromEdit(edit))
    notify({ kind: 'done', title: t('settingsCopied', { number: version.number }) })
  }
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      {engine?.available ? (
        <Button
          icon={<History aria-hidden="true" className="size-3.75!" />}
          busy={runner.busy}
          disabledReason={stop && budgetWords(stop)}
          onClick={() => void again()}
          className="flex-1 max-sm:h-11"
        >
          {t('runAgain', { price: formatUsd(engine.priceMicroUsd) })}
        </Button>
      ) : null}
      <Button icon={<Copy aria-hidden="true" className="size-3.75!" />} onClick={copy} className="flex-1 max-sm:h-11">
        {t('copySettings')}
      </Button>
    </div>
  )
}

/** The foot: go on from here, or take it along. */
export function ResultFoot({ size = 'lg' }: { size?: 'lg' | 'touch' }) {
  const t = useTranslations('edit')
  const { version, changeDraft, compare } = useEditorSession()
  const goOn = () => {
    compare.close()
    changeDraft({ continued: true })
  }
  return (
    <div className="flex flex-col gap-2">
      <RunError />
      <Button kind="primary" size={size} onClick={goOn} className="w-full max-sm:rounded-lg">
        {t('continueFrom', { number: version.number })}
      </Button>
      <a href={downloadUrl(version.key)} download className={cn(buttonLook({ size }), 'w-full max-sm:rounded-lg')}>
        <Download aria-hidden="true" />
        {t('download')}
      </a>
    </div>
  )
}
