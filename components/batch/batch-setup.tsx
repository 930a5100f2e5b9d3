'use client'

import { ImagePlus, LayoutGrid, Link2, List, MonitorUp, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { abilityOf, chosenOf, engineChoices } from '#lib/client/engine-choices.ts'
import { useEngines } from '#lib/client/use-engines.ts'
import { type BatchLayout, maxBatchName } from '#lib/edits/batch.ts'
import { localEngineId } from '#lib/edits/edit.ts'
import { Button } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { addPictures, addPrompt, changeRow, isEmptyBatch } from './batch-draft.ts'
import { BatchName } from './batch-name.tsx'
import { changeBatch, useBatchDraft } from './batch-store.ts'
import { fitsGrid, mostColumns, toGrid, toList } from './draft-layout.ts'
import { ImportStrip } from './import-strip.tsx'
import { LinksDialog } from './links-dialog.tsx'
import { panelLook } from './panel-row.tsx'
import { PicturePicker } from './picture-picker.tsx'
import { prepareRows } from './prepare-rows.ts'
import { PromptForAll } from './prompt-for-all.tsx'
import { SetupGrid } from './setup-grid.tsx'
import { SetupList } from './setup-list.tsx'
import { SetupPanel } from './setup-panel.tsx'
import { useIntake } from './use-intake.ts'

type Asking = { kind: 'nothing' } | { kind: 'pictures' } | { kind: 'links' } | { kind: 'row'; key: string }

/** A batch before it runs: pictures × prompts, or a list of rows. */
export function BatchSetup() {
  const t = useTranslations('batch')
  const draft = useBatchDraft()
  const intake = useIntake()
  const { data: engines = [] } = useEngines()
  const byPrompt = engineChoices(engines).filter(({ id }) => id !== localEngineId)
  const engine = chosenOf(byPrompt, draft)
  const [asking, setAsking] = useState<Asking>({ kind: 'nothing' })
  const input = useRef<HTMLInputElement>(null)
  const can = engine && abilityOf(engine)
  const prepared = prepareRows(draft, can)
  const isGrid = draft.layout === 'grid'
  const empty = isGrid ? draft.entries.length === 0 : draft.rows.length === 0
  const close = () => setAsking({ kind: 'nothing' })
  useRunKey()

  return (
    <div data-scroller="" className="flex min-h-0 flex-1 items-start overflow-y-auto max-lg:flex-col">
      <main className="min-w-0 flex-1 p-6 max-lg:w-full max-lg:flex-none max-sm:p-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <BatchName
            name={draft.name}
            most={maxBatchName}
            onChange={(name) => changeBatch((now) => ({ ...now, name }))}
          />
          <p className="pt-1 text-text-3 tabular-nums">
            {t(isGrid ? 'gridSize' : 'listSize', {
              pictures: prepared.pictures,
              prompts: prepared.prompts,
              rows: draft.rows.length,
            })}
          </p>
          <Segmented<BatchLayout>
            label={t('layout')}
            value={draft.layout}
            onChange={(layout) => changeBatch(layout === 'list' ? toList : toGrid)}
            options={[
              {
                value: 'grid',
                label: (
                  <>
                    <LayoutGrid aria-hidden="true" className="size-4" /> {t('grid')}
                  </>
                ),
                disabled: !isGrid && !fitsGrid(draft),
              },
              {
                value: 'list',
                label: (
                  <>
                    <List aria-hidden="true" className="size-4" /> {t('list')}
                  </>
                ),
              },
            ]}
            className="ml-auto"
          />
        </div>
        <ImportStrip draft={draft} onFiles={intake.take} />
        {isGrid ? null : <PromptForAll draft={draft} />}
        {isGrid ? (
          <SetupGrid draft={draft} can={can} />
        ) : (
          <SetupList draft={draft} can={can} onChoose={(key) => setAsking({ kind: 'row', key })} />
        )}
        {empty ? (
          <p className="py-8 text-center text-text-2">{t(isEmptyBatch(draft) ? 'empty' : 'emptyPictures')}</p>
        ) : null}
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <Menu
            trigger={
              <Button icon={<ImagePlus aria-hidden="true" />} className="max-sm:h-11">
                {t('addPictures')}
              </Button>
            }
            align="start"
            items={[
              {
                label: t('fromLibrary'),
                icon: <LayoutGrid aria-hidden="true" />,
                onSelect: () => setAsking({ kind: 'pictures' }),
              },
              {
                label: t('fromComputer'),
                icon: <MonitorUp aria-hidden="true" />,
                onSelect: () => input.current?.click(),
              },
            ]}
          />
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={t('fromComputer')}
            accept="image/png,image/jpeg,image/webp,image/gif,.csv,.json"
            onChange={(event) => {
              intake.take([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
          <Button
            kind="ghost"
            icon={<Link2 aria-hidden="true" />}
            onClick={() => setAsking({ kind: 'links' })}
            className="max-sm:h-11"
          >
            {t('pasteLinks')}
          </Button>
          {isGrid ? (
            <Button
              kind="ghost"
              icon={<Plus aria-hidden="true" />}
              onClick={() => changeBatch(addPrompt)}
              disabledReason={draft.prompts.length >= mostColumns ? t('promptsFull', { most: mostColumns }) : null}
              className="max-sm:h-11"
            >
              {t('addPrompt')}
            </Button>
          ) : null}
          <span className="ml-auto text-meta text-text-3 max-sm:hidden">{t('dropHint')}</span>
        </div>
      </main>
      <aside aria-label={t('panel')} className={panelLook}>
        <SetupPanel draft={draft} prepared={prepared} engines={byPrompt} engine={engine} />
      </aside>
      {asking.kind === 'pictures' ? (
        <PicturePicker
          title={t('addPictures')}
          onClose={close}
          onPick={(pictures) => {
            changeBatch((now) => addPictures(now, pictures))
            close()
          }}
        />
      ) : null}
      {asking.kind === 'row' ? (
        <PicturePicker
          title={t('choosePicture')}
          single
          onClose={close}
          onPick={([picture]) => {
            changeBatch((now) => changeRow(now, asking.key, { picture, linkFault: null }))
            close()
          }}
        />
      ) : null}
      {asking.kind === 'links' ? <LinksDialog onClose={close} /> : null}
    </div>
  )
}

/** Ctrl+Enter presses the button, also from within a prompt, with all that holds it back. */
function useRunKey(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      document.querySelector<HTMLButtonElement>('[data-run-batch]')?.click()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
