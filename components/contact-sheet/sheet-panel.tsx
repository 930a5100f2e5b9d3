'use client'

import { Plus, SquareSplitHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { choiceFor } from '#lib/client/engine-choices.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { thumbnailUrl } from '#lib/client/picture-url.ts'
import { formatUsd } from '#lib/core/money.ts'
import { type EditView, maxSeed, variationCounts } from '#lib/edits/edit.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'
import { budgetStop } from '../editor/budget-left.ts'
import { useBudgetWords } from '../editor/budget-note.tsx'
import { requestAgain } from '../editor/edit-draft.ts'
import { useEditWords } from '../editor/edit-words.ts'
import { useEditorSession } from '../editor/editor-session.tsx'
import { RunError } from '../editor/run-button.tsx'
import { useEditActs } from '../editor/use-edit-acts.ts'
import { useUsage } from '../editor/use-lineage.ts'
import { QualityNotes } from '../receipt/quality-notes.tsx'
import { Fact, Facts } from '../receipt/receipt-sections.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { Section } from '../ui/section.tsx'
import type { Sheet } from './use-contact-sheet.ts'

/** In the panel's place: the chosen variation, and all of them together. */
export function SheetSections({ sheet }: { sheet: Sheet }) {
  return (
    <>
      <Chosen edit={sheet.chosen} />
      <All sheet={sheet} />
    </>
  )
}

function Chosen({ edit }: { edit: EditView }) {
  const t = useTranslations('variations')
  const words = useEditWords()
  const { tree } = useEditorSession()
  const version = tree.versions.find(({ key }) => key === edit.outputImageId)
  const { receipt, steps } = edit
  const tookMs = steps.storedAt ? Date.parse(steps.storedAt) - Date.parse(steps.sentAt ?? steps.queuedAt) : null
  return (
    <>
      <section className="border-line border-b px-4 pt-1 pb-3.5">
        <h2 className="flex min-h-10 items-center font-semibold text-lead">
          {version ? `v${version.number}` : t('seed', { seed: String(edit.seed) })}
        </h2>
        {version ? (
          // biome-ignore lint/performance/noImgElement: our server makes the small copies itself
          <img
            alt={words.editName(edit)}
            src={thumbnailUrl(version.image.id, 960)}
            className="max-h-52 w-full rounded-md object-cover max-sm:hidden"
          />
        ) : (
          <Ended edit={edit} />
        )}
        {edit.operation === null ? (
          <p className="wrap-break-word mt-2.5 line-clamp-2 text-text-2">{edit.prompt}</p>
        ) : null}
      </section>
      {receipt === null ? null : (
        <Section title={t('this')}>
          <Facts>
            <Fact name={t('seedName')}>{edit.seed}</Fact>
            {tookMs === null ? null : <Fact name={t('time')}>{t('seconds', { value: words.seconds(tookMs) })}</Fact>}
            <Fact name={t('cost')}>{formatUsd(receipt.costMicroUsd)}</Fact>
            {!receipt.protectedPixels || receipt.protectedPixelsChanged === null ? null : (
              <Fact name={t('protected')}>
                {t('protectedChanged', {
                  changed: words.count(receipt.protectedPixelsChanged),
                  total: words.count(receipt.protectedPixels),
                })}
              </Fact>
            )}
          </Facts>
          <QualityNotes receipt={receipt} />
        </Section>
      )}
    </>
  )
}

/** One that is no picture: what became of it, and what can be done. */
function Ended({ edit }: { edit: EditView }) {
  const t = useTranslations('variations')
  const errorWords = useErrorWords()
  const { engines, open, showEdit, sheet } = useEditorSession()
  const { busy, act, retry } = useEditActs(edit)
  const price = edit.error?.freeRetry ? 0 : (choiceFor(engines, edit)?.priceMicroUsd ?? 0)
  if (!isSettled(edit.state)) {
    return (
      <Button busy={busy === 'cancel'} onClick={() => void act('cancel')} className="max-sm:h-11">
        {t(edit.state === 'queued' ? 'cancelFree' : 'cancel')}
      </Button>
    )
  }
  if (edit.error === null) return <p className="text-text-2">{t('state.cancelled')}</p>
  const decide = () => {
    sheet.close()
    showEdit(edit.id)
    open(edit.imageId)
  }
  return (
    <ErrorNote
      {...errorWords(edit.error)}
      actions={
        edit.state === 'unknown' ? (
          <Button onClick={decide} className="max-sm:h-11">
            {t('decide')}
          </Button>
        ) : (
          <Button busy={busy === 'retry'} onClick={() => void retry(price)} className="max-sm:h-11">
            {t('retry', { price: formatUsd(price) })}
          </Button>
        )
      }
    />
  )
}

/** A set grows by so many at once. */
const moreAtOnce = 2

function All({ sheet }: { sheet: Sheet }) {
  const t = useTranslations('variations')
  const words = useEditWords()
  const budgetWords = useBudgetWords()
  const { engines, runner } = useEditorSession()
  const { edits, setId } = sheet
  const [first] = edits
  const last = edits[edits.length - 1]
  const stored = edits.filter(({ state }) => state === 'done')
  const together = edits.reduce((sum, { receipt }) => sum + (receipt?.costMicroUsd ?? 0), 0)
  const masked = first.maskId !== null
  const again = choiceFor(engines, first)
  const engine = again?.available ? again : undefined
  const room = edits.length + moreAtOnce <= variationCounts.most && engine !== undefined
  const price = moreAtOnce * (engine?.priceMicroUsd ?? 0)
  const stop = budgetStop(useUsage().data, price)
  const more = () =>
    void runner.press({
      imageId: first.imageId,
      mask: null,
      request: () => ({
        ...requestAgain(first),
        seed: last.seed === maxSeed ? 0 : last.seed + 1,
        priceMicroUsd: engine?.priceMicroUsd,
      }),
      variations: { count: moreAtOnce, setId },
    })
  return (
    <Section title={t('all', { count: edits.length })}>
      <Facts>
        <Fact name={t('engine')}>{words.engine(first)}</Fact>
        <Fact name={t('storedName')}>{t('storedOf', { stored: stored.length, count: edits.length })}</Fact>
        <Fact name={t('together')}>{formatUsd(together)}</Fact>
        <Fact name={t('mask')}>{t(masked ? 'sameMask' : 'noMask')}</Fact>
      </Facts>
      {room ? (
        <Button
          icon={<Plus aria-hidden="true" />}
          busy={runner.busy}
          disabledReason={stop && budgetWords(stop)}
          onClick={more}
          className="mt-3.5 w-full tabular-nums max-sm:h-11"
        >
          {t('more', { count: moreAtOnce, price: formatUsd(price) })}
        </Button>
      ) : null}
    </Section>
  )
}

/** The foot: go on from the chosen one, or look at two beside each other. */
export function SheetFoot({ sheet, size = 'lg' }: { sheet: Sheet; size?: 'lg' | 'touch' }) {
  const t = useTranslations('variations')
  const { tree } = useEditorSession()
  const { chosen, pair, edits } = sheet
  const version = tree.versions.find(({ key }) => key === chosen.outputImageId)
  const others = edits.filter(({ id, state }) => state === 'done' && id !== chosen.id).length
  return (
    <div className="flex flex-col gap-2">
      <RunError />
      <Button
        kind="primary"
        size={size}
        disabledReason={version ? null : t('notThere')}
        onClick={sheet.goOn}
        className="w-full max-sm:rounded-lg"
      >
        {version ? t('continueFrom', { number: version.number }) : t('continue')}
      </Button>
      <Button
        size={size}
        icon={<SquareSplitHorizontal aria-hidden="true" />}
        disabledReason={pair === null ? t('pickFirst') : null}
        onClick={sheet.compare}
        className="w-full max-sm:rounded-lg"
      >
        {pair === null ? t('compareTwo') : t('comparePair', { before: pair.before.number, after: pair.after.number })}
      </Button>
      {version && others > 0 ? (
        <p className="text-center text-meta text-text-3 max-sm:hidden">{t('othersStay', { count: others })}</p>
      ) : null}
    </div>
  )
}
