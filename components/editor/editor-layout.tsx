'use client'

import { type RefObject, useRef, useState } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { CompareBar } from '../compare/compare-bar.tsx'
import { SheetBar } from '../contact-sheet/sheet-bar.tsx'
import { LeaveQuestion } from '../refine/leave-question.tsx'
import { cn } from '../ui/class-names.ts'
import { EditPanel } from './edit-panel.tsx'
import { useEditorSession } from './editor-session.tsx'
import { EditorStage } from './editor-stage.tsx'
import { EditorTopBar } from './editor-top-bar.tsx'
import { OptionsBar } from './options-bar.tsx'
import { PhoneEditor } from './phone-editor.tsx'
import { StatusLine } from './status-line.tsx'
import { ToolRail } from './tool-rail.tsx'
import { useEditActs } from './use-edit-acts.ts'
import { useEditorKeys } from './use-editor-keys.ts'
import { useRun } from './use-run.ts'
import { VersionStrip } from './version-strip.tsx'

/** Rail, canvas with its bars, panel. Below 900 px the panel is a drawer, below 640 px all is laid out for a phone. */
export function EditorLayout() {
  const session = useEditorSession()
  const phone = useIsPhone()
  const prompt = useRef<HTMLTextAreaElement>(null)
  const [drawer, setDrawer] = useState(false)

  const keys = <EditorKeys promptRef={prompt} drawer={drawer} setDrawer={setDrawer} />
  if (phone) {
    return (
      <>
        {keys}
        <PhoneEditor promptRef={prompt} />
        <LeaveQuestion />
      </>
    )
  }
  return (
    <div data-shell="editor" className="flex h-dvh flex-col overflow-hidden">
      {keys}
      <EditorTopBar />
      <div className="relative flex min-h-0 flex-1">
        <main className="flex min-w-0 flex-1">
          <h1 className="sr-only">{session.image.name}</h1>
          <ToolRail />
          <div className="flex min-w-0 flex-1 flex-col">
            {session.compare.shown ? (
              <CompareBar compare={session.compare} versions={session.tree.versions} />
            ) : session.sheet.now !== null ? (
              <SheetBar sheet={session.sheet.now} />
            ) : (
              <OptionsBar drawer={{ open: drawer, toggle: () => setDrawer(!drawer) }} />
            )}
            <EditorStage />
            <VersionStrip />
          </div>
        </main>
        <div
          className={cn(
            'w-76 flex-none border-line border-l lg:w-86',
            'max-md:absolute max-md:top-11 max-md:right-0 max-md:bottom-0 max-md:z-20 max-md:w-86 max-md:shadow-float',
            !drawer && 'max-md:hidden',
          )}
        >
          <EditPanel promptRef={prompt} />
        </div>
      </div>
      <StatusLine />
      <LeaveQuestion />
    </div>
  )
}

type EditorKeysProps = {
  promptRef: RefObject<HTMLTextAreaElement | null>
  drawer: boolean
  setDrawer(open: boolean): void
}

/** An element of its own: what a press of the run key would do changes with the mask, and the layout does not. */
function EditorKeys({ promptRef, drawer, setDrawer }: EditorKeysProps) {
  const session = useEditorSession()
  const run = useRun()
  const { act } = useEditActs(session.activity.kind === 'running' ? session.activity.edit : null)
  useEditorKeys({
    session,
    run: () => {
      if (session.refine.now !== null) return void session.refine.now.save()
      // What stands in the way is told in the panel.
      if (run.obstacle !== null && run.obstacle !== 'held') setDrawer(true)
      run.start()
    },
    focusPrompt: () => {
      setDrawer(true)
      // After the drawer is there.
      requestAnimationFrame(() => promptRef.current?.focus())
    },
    close: () => {
      if (session.compare.shown) session.compare.close()
      else if (session.sheet.now !== null) session.sheet.close()
      else if (session.refine.now !== null) session.refine.now.leave()
      else if (session.activity.kind === 'running') void act('cancel')
      else if (drawer) setDrawer(false)
      else return false
      return true
    },
  })
  return null
}
