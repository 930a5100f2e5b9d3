'use client'

import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { SheetFoot, SheetSections } from '../contact-sheet/sheet-panel.tsx'
import { FileSettings } from '../receipt/file-settings.tsx'
import { RefineFoot, RefineSections } from '../refine/refine-panel.tsx'
import { cn } from '../ui/class-names.ts'
import { AdvancedSection } from './advanced-section.tsx'
import { FailureNote, LostAnswer, LostSteps } from './edit-failure.tsx'
import { EditProgress } from './edit-progress.tsx'
import { useEditorSession } from './editor-session.tsx'
import { EngineRow, MissingEngineLine } from './engine-row.tsx'
import { FrameSection } from './frame-section.tsx'
import { MaskSection } from './mask-section.tsx'
import { OperationSection } from './operation-section.tsx'
import { PromptSection } from './prompt-section.tsx'
import { ResultDetails, ResultFoot } from './result-panel.tsx'
import { RunButton, RunError } from './run-button.tsx'

export type EditPanelProps = { promptRef: Ref<HTMLTextAreaElement> }

/** The right panel: asks for the next edit, follows the one under way, or tells of the last. */
export function EditPanel({ promptRef }: EditPanelProps) {
  const t = useTranslations('editor')
  const { result, activity, refine, sheet } = useEditorSession()
  const laidOut = sheet.now
  const { now: refining } = refine
  return (
    <aside aria-label={t('panel')} className="flex h-full min-h-0 flex-col bg-chrome">
      <div className="min-h-0 flex-1 overflow-y-auto">
        {laidOut !== null ? (
          <SheetSections sheet={laidOut} />
        ) : refining !== null ? (
          <RefineSections refining={refining} height={32} />
        ) : result === null ? (
          <EditSections promptRef={promptRef} />
        ) : (
          <ResultDetails edit={result} />
        )}
      </div>
      <div
        className={cn(
          'flex-none overflow-y-auto border-line border-t px-4 pt-3 pb-4',
          // The settings are what is needed after a failure: they keep half of the panel.
          activity.kind === 'failed' ? 'max-h-1/2' : 'max-h-[70%]',
        )}
      >
        {laidOut !== null ? (
          <SheetFoot sheet={laidOut} />
        ) : refining !== null ? (
          <RefineFoot refining={refining} />
        ) : result === null ? (
          <EditFoot />
        ) : (
          <ResultFoot />
        )}
      </div>
    </aside>
  )
}

function EditSections({ promptRef }: EditPanelProps) {
  const t = useTranslations('editor')
  const { activity } = useEditorSession()
  const byOperation = useByOperation()
  return (
    <>
      <h2 className="sr-only">{t('panel')}</h2>
      <FileSettings />
      {byOperation ? <OperationSection /> : <PromptSection fieldRef={promptRef} />}
      <MaskSection />
      <FrameSection />
      <AdvancedSection />
      {activity.kind === 'lost' ? <LostSteps edit={activity.edit} /> : null}
    </>
  )
}

/** True where an operation is chosen instead of a prompt: by the engine of the edit that is shown, or of the next. */
export function useByOperation(): boolean {
  const { activity, engine } = useEditorSession()
  if (activity.kind === 'running' || activity.kind === 'lost') return activity.edit.operation !== null
  return engine?.id === 'local'
}

export function EditFoot({ size = 'lg' }: { size?: 'lg' | 'touch' }) {
  const { activity } = useEditorSession()
  switch (activity.kind) {
    case 'running':
      return <EditProgress edit={activity.edit} size={size} />
    case 'lost':
      return <LostAnswer edit={activity.edit} size={size} />
    case 'failed':
    case 'idle':
      return (
        <>
          {activity.kind === 'failed' ? <FailureNote edit={activity.edit} /> : null}
          <RunError />
          <div className="-mt-1 mb-2">
            <EngineRow height={size === 'touch' ? 44 : 32} />
          </div>
          <MissingEngineLine />
          <RunButton size={size} />
        </>
      )
  }
}
