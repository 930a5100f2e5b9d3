'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { EngineSettings } from '#lib/client/engine-settings.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { EngineDraft } from './engine-form-state.ts'
import { useFieldHeight } from './field-height.ts'

type KeyFieldProps = {
  draft: EngineDraft
  /** What the server keeps; null for a new engine. */
  kept: EngineSettings['key'] | null
  /** The address is another server's, which the kept key is not for. */
  elsewhere: boolean
  keepsKeys: boolean
  error: string | null
  onChange(part: Partial<EngineDraft>): void
}

/** A kept key never comes back: only its last characters tell which it is. */
export function KeyField({ draft, kept, elsewhere, keepsKeys, error, onChange }: KeyFieldProps) {
  const t = useTranslations('settings')
  const height = useFieldHeight()
  const [replacing, setReplacing] = useState(false)
  const { wire, key } = draft
  if (wire && !wire.needsKey) {
    return (
      <TextField
        height={height}
        label={t('key')}
        value=""
        readOnly
        placeholder={t('keyNotNeeded')}
        end={<Switch onPress={() => onChange({ wire: { ...wire, needsKey: true } })}>{t('keyUse')}</Switch>}
      />
    )
  }
  if (kept?.state === 'set' && !elsewhere && !replacing) {
    const tail = kept.tail ?? ''
    return (
      <TextField
        height={height}
        label={t('key')}
        readOnly
        value={`••••••••••••${tail}`}
        aria-label={tail ? t('keyEnds', { tail }) : t('keySet')}
        end={<Switch onPress={() => setReplacing(true)}>{t('keyReplace')}</Switch>}
      />
    )
  }
  const hint = !keepsKeys
    ? t('keyCannotBeKept')
    : kept?.state === 'unreadable'
      ? t('keyUnreadable')
      : elsewhere && kept?.state === 'set'
        ? t('keyElsewhere')
        : t('keyHint')
  return (
    <TextField
      height={height}
      label={t('key')}
      type="password"
      autoComplete="new-password"
      spellCheck={false}
      value={key}
      error={error}
      hint={hint}
      disabled={!keepsKeys}
      onChange={(event) => onChange({ key: event.target.value })}
      end={
        wire && kept?.state !== 'set' ? (
          <Switch onPress={() => onChange({ key: '', wire: { ...wire, needsKey: false } })}>{t('keyNone')}</Switch>
        ) : null
      }
    />
  )
}

const Switch = ({ onPress, children }: { onPress(): void; children: string }) => (
  <Button onClick={onPress} className="-mr-1.5 h-6 px-2 text-meta">
    {children}
  </Button>
)
