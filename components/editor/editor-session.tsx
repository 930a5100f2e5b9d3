'use client'

import { createContext, type ReactNode, type RefObject, use } from 'react'
import type { EngineChoice } from '#lib/client/engine-choices.ts'
import type { EditView, ImageView, LineageView } from '#lib/edits/edit.ts'
import type { CompareState } from '../compare/compare-state.ts'
import type { ContactSheet } from '../contact-sheet/use-contact-sheet.ts'
import type { ResultView } from '../receipt/result-view.ts'
import type { Refine } from '../refine/use-refine.ts'
import type { Activity } from './activity.ts'
import type { CropWatchStore } from './crop-watch.ts'
import type { EditDraft } from './edit-draft.ts'
import type { CanvasHandle, EditorStore } from './editor-store.ts'
import type { PreviewStore } from './preview-store.ts'
import type { ReadoutStore } from './readout.ts'
import type { ChangeDraft } from './use-draft.ts'
import type { EditRunner } from './use-edit-runner.ts'
import type { Guides } from './use-guides.ts'
import type { Version, VersionTree } from './version-tree.ts'

/** What the parts of the editor share while one picture is open. */
export type EditorSession = {
  store: EditorStore
  readout: ReadoutStore
  cropWatch: CropWatchStore
  canvas: RefObject<CanvasHandle | null>
  lineage: LineageView
  image: ImageView
  tree: VersionTree
  /** The version that `image` is. */
  version: Version
  /** The edit that made this version, while its panel tells of it instead of asking for the next. */
  result: EditView | null
  engines: readonly EngineChoice[]
  /** The chosen one; null while none is known or ready. */
  engine: EngineChoice | null
  draft: EditDraft
  changeDraft: ChangeDraft
  guides: Guides
  activity: Activity
  /** What the next fill begins with: its preview shows what it will be. */
  fillSeed: number
  preview: PreviewStore
  /** Opens the note of an edit that has ended without a picture; null: what is told by itself. */
  showEdit(editId: string | null): void
  runner: EditRunner
  open(imageId: string): void
  compare: CompareState
  /** What of the result is looked at. */
  resultView: ResultView
  /** Another look at what the engine has returned, and whether it is being taken. */
  refine: Refine
  /** The variations of one act beside each other, while they are looked at. */
  sheet: ContactSheet
  /** While held, the picture as it was uploaded is shown. */
  showsOriginal: boolean
  holdOriginal(held: boolean): void
}

const Session = createContext<EditorSession | null>(null)

export const EditorSessionProvider = ({ session, children }: { session: EditorSession; children: ReactNode }) => (
  <Session value={session}>{children}</Session>
)

export function useEditorSession(): EditorSession {
  const session = use(Session)
  if (session === null) throw new Error('Outside of an editor')
  return session
}
