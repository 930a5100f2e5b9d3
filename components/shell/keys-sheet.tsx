'use client'

import { Keyboard, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { choosePreset, isChanged, resetKeys } from '../editor/key-bindings.ts'
import { presetIds } from '../editor/key-commands.ts'
import { listenToKeys } from '../editor/key-listening.ts'
import { changeKeys, useBindings, useKeySettings, useShortcuts } from '../editor/key-settings.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type KeyGroup, keyColumns, keysOfRow } from './key-list.ts'
import { KeyRowLine } from './key-rows.tsx'
import { useCommandNames } from './use-command-names.ts'
import { useKeyCapture } from './use-key-capture.ts'

/** The button in the top bar, and `?` from anywhere. */
export function KeysSheet() {
  const t = useTranslations('shell')
  const keys = useShortcuts()
  const [open, setOpen] = useState(false)

  useEffect(
    () =>
      listenToKeys({
        run(command) {
          if (command !== 'sheet') return false
          setOpen(true)
          return true
        },
        hold: () => false,
      }),
    [],
  )

  return (
    <>
      <IconButton
        label={t('shortcuts')}
        shortcut={keys('sheet')}
        onClick={() => setOpen(true)}
        className="max-sm:hidden"
      >
        <Keyboard aria-hidden="true" />
      </IconButton>
      {open ? <Sheet onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Only while it is open: what is sought and awaited ends with it. */
function Sheet({ onClose }: { onClose(): void }) {
  const t = useTranslations('shell')
  const settings = useKeySettings()
  const [sought, setSought] = useState('')
  const capturing = useKeyCapture()
  const columns = useFoundKeys(sought)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('keys.title')}
      width="sheet"
      head={
        <>
          <TextField
            type="search"
            label={t('keys.find')}
            hideLabel
            placeholder={t('keys.findHint')}
            autoComplete="off"
            height={36}
            icon={<Search aria-hidden="true" />}
            value={sought}
            onChange={({ target }) => setSought(target.value)}
            className="w-60 min-w-0"
          />
          <span className="flex-1" />
          <span className="flex items-center gap-3 max-md:hidden">
            <span aria-hidden="true" className="text-text-2">
              {t('keys.preset')}
            </span>
            <Segmented
              label={t('keys.preset')}
              value={settings.preset}
              onChange={(preset) => changeKeys((now) => choosePreset(now, preset))}
              options={presetIds.map((value) => ({ value, label: t(`keys.${value}`) }))}
            />
          </span>
        </>
      }
      actions={
        <>
          <p className="mr-auto self-center pl-2 text-meta text-text-2">{t('keysRest')}</p>
          <Button
            kind="ghost"
            disabledReason={isChanged(settings) ? null : t('keys.unchanged')}
            onClick={() => changeKeys(resetKeys)}
          >
            {t('keys.resetAll')}
          </Button>
        </>
      }
    >
      {columns.length > 0 ? (
        <div className="grid gap-x-12 sm:grid-cols-2 lg:grid-cols-3">
          {columns.map((groups) => (
            <div key={groups[0].title}>
              {groups.map((group) => (
                <section key={group.title} className="pt-1 pb-4">
                  <h3 className="pb-1.5 font-semibold">{t(`keys.${group.title}`)}</h3>
                  <dl>
                    {group.rows.map((row, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and stay where they are
                      <KeyRowLine key={index} row={row} capturing={capturing} />
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          ))}
        </div>
      ) : (
        <p role="status" className="py-6 text-center text-text-2">
          {t('keys.nothing', { sought })}
        </p>
      )}
    </Dialog>
  )
}

/** The columns, with only what has the sought word in its name or is the sought key. */
function useFoundKeys(sought: string): KeyGroup[][] {
  const names = useCommandNames()
  const bindings = useBindings()
  const { preset } = useKeySettings()
  const wanted = sought.trim().toLowerCase()
  return keyColumns(preset)
    .map((groups) =>
      groups
        .map((group) => ({
          ...group,
          rows: group.rows.filter((row) => {
            const caps = keysOfRow(row, bindings).toLowerCase()
            const found =
              wanted.length === 1 ? caps.split(' ').includes(wanted) : caps.includes(wanted.replaceAll('+', ' '))
            return wanted === '' || found || names.row(row).toLowerCase().includes(wanted)
          }),
        }))
        .filter(({ rows }) => rows.length > 0),
    )
    .filter((groups) => groups.length > 0)
}
