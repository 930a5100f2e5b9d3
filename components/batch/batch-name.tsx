'use client'

import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { IconButton } from '../ui/icon-button.tsx'
import { TextField } from '../ui/text-field.tsx'

type BatchNameProps = { name: string; most: number; onChange(name: string): void }

/** The title, which becomes a field when it is to be changed. */
export function BatchName({ name, most, onChange }: BatchNameProps) {
  const t = useTranslations('batch')
  const [editing, setEditing] = useState(false)
  if (editing) {
    return (
      <TextField
        label={t('name')}
        hideLabel
        autoFocus
        maxLength={most}
        value={name}
        placeholder={t('unnamed')}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => setEditing(false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Escape') setEditing(false)
        }}
        className="w-70"
      />
    )
  }
  return (
    <span className="flex min-w-0 items-center gap-1">
      <h1 className="truncate text-title tracking-[-0.012em]">{name || t('unnamed')}</h1>
      <IconButton label={t('rename')} onClick={() => setEditing(true)} className="max-sm:size-11">
        <Pencil aria-hidden="true" />
      </IconButton>
    </span>
  )
}
