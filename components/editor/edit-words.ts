'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useEngines } from '#lib/client/use-engines.ts'
import type { EditView, EngineId } from '#lib/edits/edit.ts'
import type { Version } from './version-tree.ts'

const longestName = 60

/** A prompt as a name: one line, cut at 60 characters. */
function nameOf(prompt: string): string {
  const line = prompt.trim().replace(/\s+/g, ' ')
  const characters = [...line]
  return characters.length <= longestName
    ? line
    : `${characters
        .slice(0, longestName - 1)
        .join('')
        .trimEnd()}…`
}

/** Names and figures of edits in the reader's language. */
export function useEditWords() {
  const locale = useLocale()
  const t = useTranslations('edit')
  const engines = useEngines().data ?? []
  const number = (value: number, digits: number): string =>
    value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })

  const editName = (edit: EditView): string =>
    edit.operation !== null ? t(`operations.${edit.operation.kind}`) : nameOf(edit.prompt)

  return {
    /** "12:41", in the reader's own time zone. */
    time: (time: string | number): string =>
      new Date(time).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    /** "9.8", to be followed by its unit. */
    seconds: (ms: number): string => number(ms / 1000, 1),
    count: (value: number): string => value.toLocaleString(locale),
    /** 0.348 → "34.8". What is painted at all is never told as nothing, nor what is left out as everything. */
    percent: (share: number): string =>
      number(share === 0 || share === 1 ? share * 100 : Math.min(99.9, Math.max(0.1, share * 100)), 1),
    /** "0.74", "12". */
    factor: (factor: number): string =>
      factor.toLocaleString(locale, { maximumSignificantDigits: 2, maximumFractionDigits: 2 }),
    bytes: (bytes: number): string =>
      bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${number(bytes / 1_000_000, 1)} MB`,
    engine: ({ engine, model }: { engine: EngineId; model: string }): string =>
      engine === 'local'
        ? t('engineLocal')
        : (engines.find(({ id }) => id === engine)?.models.find((known) => known.model === model)?.label ?? model),
    editName,
    /** What a version is called beside its number. */
    versionName: ({ edit }: Version): string => (edit === null ? t('original') : editName(edit)),
  }
}
