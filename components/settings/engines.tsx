'use client'

import { ChevronDown, ChevronRight, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import type { EngineSettings, EngineSettingsList } from '#lib/client/engine-settings.ts'
import { formatUsd } from '#lib/core/money.ts'
import { enginePresets, type PresetId, presetIds } from '#lib/edits/engine-presets.ts'
import { type EngineProfile, priceRange } from '#lib/edits/engine-profile.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Menu } from '../ui/menu.tsx'
import { EngineForm } from './engine-form.tsx'

type EnginesProps = { list: EngineSettingsList; openId: string | null; onOpen(id: string | null): void }

/** The row of an engine that is not saved yet. */
const newId = 'new'

export function Engines({ list, openId, onOpen }: EnginesProps) {
  const t = useTranslations('settings')
  const [preset, setPreset] = useState<PresetId | null>(null)
  const add = (chosen: PresetId) => {
    setPreset(chosen)
    onOpen(newId)
  }
  const first = list.engines.find(({ state }) => state === 'ready' || state === 'paused')
  return (
    <section aria-labelledby="engines" className="min-w-0">
      <div className="flex min-h-9 items-center gap-3">
        <h2 id="engines" className="flex-1 scroll-mt-6 font-semibold text-title">
          {t('engines')}
        </h2>
        <Menu
          trigger={
            <Button size="page" icon={<Plus aria-hidden="true" />} className="max-sm:h-11">
              {t('add')}
              <ChevronDown aria-hidden="true" className="size-3.5! text-text-2" />
            </Button>
          }
          items={presetIds.map((id) => ({ label: enginePresets[id].name, onSelect: () => add(id) }))}
        />
      </div>
      <ul className="mt-3 border-line border-t">
        {preset ? (
          <Row
            name={t('newEngine', { name: enginePresets[preset].name })}
            facts={t('notSaved')}
            open={openId === newId}
            onToggle={(open) => onOpen(open ? newId : null)}
          >
            <EngineForm
              key={preset}
              saved={null}
              profile={enginePresets[preset]}
              keepsKeys={list.keepsKeys}
              onSaved={(id) => {
                setPreset(null)
                onOpen(id)
              }}
              onGone={() => {
                setPreset(null)
                onOpen(null)
              }}
            />
          </Row>
        ) : null}
        {list.engines.map((engine) => (
          <EngineRow
            key={engine.id}
            engine={engine}
            isDefault={engine === first && list.engines.length > 1}
            open={openId === engine.id}
            onToggle={(open) => onOpen(open ? engine.id : null)}
            keepsKeys={list.keepsKeys}
            onGone={() => onOpen(null)}
          />
        ))}
        <LocalRow />
      </ul>
      {list.engines.length === 0 && !preset ? <p className="mt-3 text-text-2">{t('none')}</p> : null}
    </section>
  )
}

type EngineRowProps = {
  engine: EngineSettings
  isDefault: boolean
  open: boolean
  onToggle(open: boolean): void
  keepsKeys: boolean
  onGone(): void
}

function EngineRow({ engine, isDefault, open, onToggle, keepsKeys, onGone }: EngineRowProps) {
  const t = useTranslations('settings')
  const modelFacts = useModelFacts()
  const { profile, state, locked } = engine
  const tag = locked ? t('byEnvironment') : isDefault ? t('default') : null
  return (
    <Row {...{ open, onToggle, tag, state }} name={profile.name} facts={modelFacts(profile)}>
      <EngineForm
        key={JSON.stringify(profile)}
        saved={engine}
        profile={profile}
        keepsKeys={keepsKeys}
        onSaved={() => undefined}
        onGone={onGone}
      />
    </Row>
  )
}

function LocalRow() {
  const t = useTranslations('settings')
  return (
    <li className="flex min-h-16 items-center gap-2 border-line border-b py-2 pl-8">
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="font-semibold text-lead">{t('local')}</span>
        <span className="text-meta text-text-2">{t('localFacts')}</span>
      </span>
      <StateWords state="ready" />
    </li>
  )
}

type RowProps = {
  name: string
  facts: string
  tag?: string | null
  state?: EngineSettings['state']
  open: boolean
  onToggle(open: boolean): void
  children: ReactNode
}

function Row({ name, facts, tag, state, open, onToggle, children }: RowProps) {
  const id = useId()
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <li className="border-line border-b">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => onToggle(!open)}
          className="flex min-h-16 w-full items-center gap-2 rounded-md py-2 text-left"
        >
          <Chevron aria-hidden="true" className="mr-2 size-4 flex-none text-text-2" />
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="flex flex-wrap items-center gap-x-2">
              <span className="truncate font-semibold text-lead">{name}</span>
              {tag ? <span className="rounded-sm bg-raise px-1.75 text-meta text-text-2">{tag}</span> : null}
            </span>
            <span className="text-meta text-text-2 tabular-nums">{facts}</span>
          </span>
          {state ? <StateWords state={state} /> : null}
        </button>
      </h3>
      <div id={id} hidden={!open} className="pt-1 pb-5 sm:pl-8">
        {open ? children : null}
      </div>
    </li>
  )
}

const dots = { ready: 'bg-ok', 'no-key': 'bg-edge', 'not-allowed': 'bg-bad', paused: 'bg-warn' } as const

function StateWords({ state }: { state: EngineSettings['state'] }) {
  const t = useTranslations('settings.state')
  return (
    <span className="flex flex-none items-center gap-2 text-meta text-text-2">
      <i aria-hidden="true" className={cn('size-2 rounded-full', dots[state])} />
      {t(state)}
    </span>
  )
}

/** "2 models, $0.035 to $0.07". */
function useModelFacts(): (profile: EngineProfile) => string {
  const t = useTranslations('settings')
  return ({ models }) => {
    const { from, to } = priceRange(models)
    const facts = { count: models.length, from: formatUsd(from), to: formatUsd(to) }
    return t(from === to ? 'modelsOnePrice' : 'modelsPrices', facts)
  }
}
