'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { addEngine, type EngineSettings, removeEngine, replaceEngine } from '#lib/client/engine-settings.ts'
import type { EngineProfile } from '#lib/edits/engine-profile.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { notify } from '../ui/toast.tsx'
import { draftOf, type EngineDraft, type EngineField, isChanged, isElsewhere, readEngine } from './engine-form-state.ts'
import { useFieldHeight } from './field-height.ts'
import { KeyField } from './key-field.tsx'
import { ModelFields } from './model-fields.tsx'
import { useEngineAct } from './use-engine-settings.ts'
import { MoreWireFields, WireFields } from './wire-fields.tsx'

type EngineFormProps = {
  /** Null for one that is new. */
  saved: EngineSettings | null
  profile: EngineProfile
  keepsKeys: boolean
  onSaved(id: string): void
  onGone(): void
}

export function EngineForm({ saved, profile, keepsKeys, onSaved, onGone }: EngineFormProps) {
  const t = useTranslations('settings')
  const [draft, setDraft] = useState(() => draftOf(profile))
  const height = useFieldHeight()
  const [tried, setTried] = useState(false)
  const { busy, run } = useEngineAct()
  const change = (part: Partial<EngineDraft>) => setDraft((now) => ({ ...now, ...part }))
  const { wish, faults } = readEngine(draft)
  const faultAt = (field: EngineField): string | null => (tried && faults?.has(field) ? t(`fault.${field}`) : null)
  const locked = saved?.locked === true
  const changed = saved === null || isChanged(draft, profile)

  const save = async () => {
    setTried(true)
    if (wish === null) return
    const done = await run('save', async () => {
      if (saved === null) return addEngine(wish)
      return { ...(await replaceEngine(saved.id, wish)), id: saved.id }
    })
    if (done === null) return
    notify({ kind: 'done', title: t('saved', { name: wish.profile.name }) })
    onSaved(done.id)
  }

  return (
    <form
      aria-label={draft.name}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {locked ? <p className="mb-3 text-meta text-text-2">{t('lockedHint')}</p> : null}
      {/* What the environment sets is shown as it is, and not to be typed into. */}
      <fieldset disabled={locked} className="min-w-0">
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          <TextField
            height={height}
            label={t('name')}
            value={draft.name}
            error={faultAt('name')}
            onChange={(event) => change({ name: event.target.value })}
          />
          <TextField
            height={height}
            label={t('baseUrl')}
            value={draft.baseUrl}
            error={faultAt('baseUrl')}
            inputMode="url"
            spellCheck={false}
            onChange={(event) => change({ baseUrl: event.target.value })}
          />
          <KeyField
            draft={draft}
            kept={saved?.key ?? null}
            elsewhere={isElsewhere(draft, profile)}
            keepsKeys={keepsKeys}
            error={faultAt('key')}
            onChange={change}
          />
          {draft.wire ? <WireFields wire={draft.wire} faultAt={faultAt} onChange={(wire) => change({ wire })} /> : null}
          <Pair>
            <NumberField
              height={height}
              label={t('concurrency')}
              value={draft.concurrency}
              min={1}
              max={100}
              onChange={(concurrency) => change({ concurrency: concurrency ?? 1 })}
            />
            <NumberField
              height={height}
              label={t('timeout')}
              value={draft.timeoutS}
              min={1}
              max={3600}
              onChange={(timeoutS) => change({ timeoutS: timeoutS ?? 360 })}
            />
          </Pair>
          {draft.wire ? (
            <MoreWireFields wire={draft.wire} faultAt={faultAt} onChange={(wire) => change({ wire })} />
          ) : null}
        </div>
        <ModelFields models={draft.models} error={faultAt('models')} onChange={(models) => change({ models })} />
      </fieldset>
      {tried && faults?.has('other') ? <p className="mt-3 text-bad text-meta">{t('fault.other')}</p> : null}
      {locked ? null : (
        <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
          <span className="mr-auto">
            <RemoveButton saved={saved} busy={busy} run={run} onGone={onGone} />
          </span>
          <Button
            type="submit"
            kind={saved === null ? 'primary' : 'standard'}
            size="page"
            busy={busy === 'save'}
            disabledReason={changed ? null : t('nothingChanged')}
            className="max-sm:h-11"
          >
            {t('save')}
          </Button>
        </div>
      )}
    </form>
  )
}

/** Two short fields in the place of one. */
const Pair = ({ children }: { children: ReactNode }) => <div className="grid grid-cols-2 gap-x-6">{children}</div>

type RemoveProps = {
  saved: EngineSettings | null
  busy: string | null
  run: ReturnType<typeof useEngineAct>['run']
  onGone(): void
}

function RemoveButton({ saved, busy, run, onGone }: RemoveProps) {
  const t = useTranslations('settings')
  const [asks, setAsks] = useState(false)
  if (saved === null) {
    return (
      <Button kind="ghost" size="page" onClick={onGone} className="max-sm:h-11">
        {t('discard')}
      </Button>
    )
  }
  const remove = async () => {
    setAsks(false)
    if ((await run('remove', () => removeEngine(saved.id))) !== null) onGone()
  }
  return (
    <>
      <Button kind="ghost" size="page" busy={busy === 'remove'} onClick={() => setAsks(true)} className="max-sm:h-11">
        {t('remove')}
      </Button>
      <Dialog
        open={asks}
        onOpenChange={setAsks}
        title={t('removeTitle', { name: saved.profile.name })}
        description={t('removeHint')}
        actions={
          <>
            <Button onClick={() => setAsks(false)}>{t('keep')}</Button>
            <Button kind="outline" onClick={() => void remove()}>
              {t('remove')}
            </Button>
          </>
        }
      />
    </>
  )
}
