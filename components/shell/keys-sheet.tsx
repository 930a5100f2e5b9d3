'use client'

import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { isCovered, isTyping } from '#lib/client/keys.ts'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { type KeyPart, keyColumns } from './key-list.ts'

/** The button in the top bar, and `?` from anywhere. */
export function KeysSheet() {
  const t = useTranslations('shell')
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '?' || isTyping(event.target) || isCovered()) return
      event.preventDefault()
      setOpen(true)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  return (
    <>
      <IconButton label={t('shortcuts')} shortcut="?" onClick={() => setOpen(true)} className="max-sm:hidden">
        <Keyboard aria-hidden="true" />
      </IconButton>
      <Dialog open={open} onOpenChange={setOpen} title={t('keys.title')} width="sheet">
        <div className="grid gap-x-12 sm:grid-cols-2 lg:grid-cols-3">
          {keyColumns.map((groups) => (
            <div key={groups[0].title}>
              {groups.map((group) => (
                <section key={group.title} className="pt-1 pb-4">
                  <h3 className="pb-1.5 font-semibold">{t(`keys.${group.title}`)}</h3>
                  <dl>
                    {group.rows.map((row) => (
                      <div key={row.label} className="flex h-8 items-center justify-between border-line border-t">
                        <dt className="text-text-2">{t(`keys.${row.label}`)}</dt>
                        <dd className="flex items-center gap-1.5">
                          {row.parts.map((part) => (
                            <Part key={'keys' in part ? part.keys : part.word} part={part} />
                          ))}
                        </dd>
                      </div>
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          ))}
        </div>
        <p className="text-meta text-text-2">{t('keysRest')}</p>
      </Dialog>
    </>
  )
}

function Part({ part }: { part: KeyPart }) {
  const t = useTranslations('shell.keys')
  return 'keys' in part ? <KeyCap keys={part.keys} /> : <span className="text-meta text-text-3">{t(part.word)}</span>
}
