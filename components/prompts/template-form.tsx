'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { type Template, templates } from '#lib/prompts/templates.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useDismissedHints } from './dismissed-hints.ts'

type Values = Readonly<Record<string, string>>

/** A task, its slots, and the prompt that comes of them. */
export function TemplateForm({ onUse }: { onUse(prompt: string): void }) {
  const t = useTranslations('prompts')
  const height = useIsPhone() ? 44 : 32
  const [{ id, slots }, setTemplate] = useState<Template>(templates[0])
  /** By what is asked for, so that nothing is lost by a look at another task. */
  const [values, setValues] = useState<Values>({})
  const { dismissed, restore } = useDismissedHints()
  const asked = Object.entries(slots)
  const typed = (asks: string): string => values[asks]?.trim() ?? ''
  const filled = asked.every(([, asks]) => typed(asks) !== '')
  const textWith = (valueIn: (asks: (typeof asked)[number][1]) => string): string =>
    t(`templates.${id}.text`, Object.fromEntries(asked.map(([name, asks]) => [name, valueIn(asks)])))
  const button = height === 44 ? 'h-11' : undefined
  return (
    <form
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (filled) onUse(textWith(typed))
      }}
    >
      <Select
        label={t('template')}
        height={height}
        value={id}
        options={templates.map(({ id }) => ({ value: id, label: t(`templates.${id}.name`) }))}
        onChange={(next) => setTemplate((now) => templates.find(({ id }) => id === next) ?? now)}
        className="bg-press"
      />
      {asked.map(([, asks]) => (
        <TextField
          key={asks}
          label={t(`slots.${asks}.label`)}
          placeholder={t('example', { example: t(`slots.${asks}.example`) })}
          height={height}
          value={values[asks] ?? ''}
          onChange={({ target }) => setValues({ ...values, [asks]: target.value })}
        />
      ))}
      <output aria-label={t('result')} className="max-h-30 overflow-y-auto text-meta text-text-2">
        {textWith((asks) => typed(asks) || `[${t(`slots.${asks}.label`)}]`)}
      </output>
      <Button type="submit" kind="outline" disabledReason={filled ? null : t('fillFirst')} className={button}>
        {t('insert')}
      </Button>
      {dismissed.length > 0 ? (
        <Button kind="ghost" onClick={restore} className={button}>
          {t('hintsAgain')}
        </Button>
      ) : null}
    </form>
  )
}
