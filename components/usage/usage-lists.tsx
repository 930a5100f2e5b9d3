'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { UsageReport } from '#lib/edits/usage-report.ts'
import { ratioShape } from '../editor/ratio-shape.ts'
import { cn } from '../ui/class-names.ts'

/** More are no help; the rest stands in the table that can be exported. */
const mostFrames = 8

export function FramesUsed({ frames }: { frames: UsageReport['frames'] }) {
  const t = useTranslations('usage')
  const locale = useLocale()
  const total = frames.reduce((sum, { edits }) => sum + edits, 0)
  const most = frames[0]?.edits ?? 1
  const percent = (edits: number): string => {
    const share = (edits / total) * 100
    return `${share.toLocaleString(locale, { maximumFractionDigits: share < 2 ? 1 : 0 })}%`
  }
  return (
    <section aria-labelledby="usage-frames">
      <h2 id="usage-frames" className="mb-2 flex h-8 items-center font-semibold text-lead">
        {t('frames')}
      </h2>
      {frames.length === 0 ? <p className="text-text-2">{t('noFrames')}</p> : null}
      <ul className="tabular-nums">
        {frames.slice(0, mostFrames).map(({ frame, edits }) => (
          <li key={frame} className="grid h-8 grid-cols-[28px_44px_1fr_48px] items-center">
            <Shape frame={frame} />
            <span>{frame === 'keep' ? t('keep') : frame}</span>
            <span aria-hidden="true">
              <i
                className={cn('block h-2 min-w-0.5 rounded-[2px]', edits === most ? 'bg-text-1' : 'bg-edge')}
                style={{ width: `${(edits / most) * 100}%` }}
              />
            </span>
            <span className="text-right text-text-2">{percent(edits)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Shape({ frame }: { frame: string }) {
  const { width, height } = frame === 'keep' ? { width: 22, height: 15 } : ratioShape(frame)
  return (
    <i
      aria-hidden="true"
      style={{ width: width * 0.8, height: height * 0.8 }}
      className={cn('block rounded-[2px] border-[1.5px] border-text-2', frame === 'keep' && 'border-dashed')}
    />
  )
}

const cell = 'h-9 border-line border-t py-1.5 pr-3 align-middle'

export function Unfinished({ unfinished }: { unfinished: UsageReport['unfinished'] }) {
  const t = useTranslations('usage')
  const locale = useLocale()
  return (
    <section aria-labelledby="usage-unfinished" className="border-line border-t pt-4">
      <h2 id="usage-unfinished" className="flex h-8 items-center font-semibold text-lead">
        {t('unfinished')}
      </h2>
      {unfinished.length === 0 ? (
        <p className="mt-1 text-text-2">{t('nothingUnfinished')}</p>
      ) : (
        <table className="mt-1 w-full border-collapse text-left tabular-nums">
          <thead>
            <tr className="h-7 text-meta text-text-3 [&>th]:font-normal">
              <th scope="col" className="w-[38%]">
                {t('what')}
              </th>
              <th scope="col">{t('todo')}</th>
              <th scope="col" className="text-right">
                {t('edits')}
              </th>
            </tr>
          </thead>
          <tbody>
            {unfinished.map(({ reason, edits }) => (
              <tr key={reason}>
                <th scope="row" className={cn(cell, 'font-normal')}>
                  {t(`reasons.${reason}.what`)}
                </th>
                <td className={cn(cell, 'text-text-2')}>{t(`reasons.${reason}.todo`)}</td>
                <td className={cn(cell, 'pr-0 text-right')}>{edits.toLocaleString(locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
