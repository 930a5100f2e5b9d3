'use client'

import { Link2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type Ref, useState } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { readLink } from '#lib/client/incoming.ts'
import { uploads } from '#lib/client/uploads.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { TextField } from '../ui/text-field.tsx'

type LinkFormProps = {
  /** What stands in the field at first: a link that failed and is to be mended. */
  initial?: string
  inputRef?: Ref<HTMLInputElement>
  autoFocus?: boolean
  className?: string
}

/** A link that the server fetches the picture from. */
export function LinkForm({ initial = '', inputRef, autoFocus, className }: LinkFormProps) {
  const t = useTranslations('library')
  const [link, setLink] = useState(initial)
  const [wrong, setWrong] = useState(false)
  const phone = useIsPhone()
  return (
    <form
      noValidate
      className={cn('flex items-start gap-2', className)}
      onSubmit={(event) => {
        event.preventDefault()
        const url = readLink(link)
        setWrong(url === null)
        if (url === null) return
        uploads.add([{ kind: 'link', url }])
        setLink('')
      }}
    >
      <TextField
        ref={inputRef}
        label={t('link')}
        hideLabel
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        autoFocus={autoFocus}
        height={phone ? 44 : 32}
        placeholder={t('linkPlaceholder')}
        icon={<Link2 aria-hidden="true" />}
        error={wrong ? t('linkEmpty') : null}
        value={link}
        onChange={(event) => {
          setLink(event.target.value)
          setWrong(false)
        }}
        className="flex-1"
      />
      <Button type="submit" aria-label={t('addFromLink')} className="max-sm:h-11">
        {t('add')}
      </Button>
    </form>
  )
}
