'use client'

import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { canFrame, chosenOf, engineChoices } from '#lib/client/engine-choices.ts'
import { useEngines } from '#lib/client/use-engines.ts'
import { type EditView, type Frame, type ImageView, type LineageView, localEngineId, maxSeed } from '#lib/edits/edit.ts'
import { useCompare } from '../compare/compare-state.ts'
import { useContactSheet } from '../contact-sheet/use-contact-sheet.ts'
import { useResultView } from '../receipt/result-view.ts'
import { useRefine } from '../refine/use-refine.ts'
import { type Activity, activityOf } from './activity.ts'
import { createCropWatch } from './crop-watch.ts'
import { draftAfter } from './edit-draft.ts'
import type { EditorSession } from './editor-session.tsx'
import { type CanvasHandle, createEditorStore } from './editor-store.ts'
import { isOwnRun, takesPage } from './own-runs.ts'
import { createPreviewStore } from './preview-store.ts'
import { createReadout } from './readout.ts'
import { continueDraft, useDraft } from './use-draft.ts'
import { useEditRunner } from './use-edit-runner.ts'
import { useGuides } from './use-guides.ts'
import { versionTree } from './version-tree.ts'

type Opened = { image: ImageView; lineage: LineageView; open(imageId: string): void }

const none: readonly never[] = []
const keepFrame: Frame = { kind: 'keep' }

/** Everything that the parts of the editor share, put together once. */
export function useSession({ image, lineage, open: openNow }: Opened): EditorSession {
  const [store] = useState(createEditorStore)
  const [readout] = useState(createReadout)
  const [cropWatch] = useState(createCropWatch)
  const [preview] = useState(createPreviewStore)
  const drawnSeed = useFillSeed({ image, lineage })
  const canvas = useRef<CanvasHandle>(null)
  const runner = useEditRunner()
  const [showsOriginal, setShowsOriginal] = useState(false)

  const maker = lineage.edits.find(({ outputImageId }) => outputImageId === image.id) ?? null
  const fresh = useFreshDraft(maker)
  const [written, changeDraft] = useDraft(image.id, fresh)
  const engineInfos = useEngines().data ?? none
  const engines = useMemo(() => engineChoices(engineInfos), [engineInfos])
  const engine = chosenOf(engines, written)
  // The local engine never frames anew, and its draft remembers what another was asked for.
  const framed = engine?.id === localEngineId || canFrame(engine, written.frame)
  const draft = useMemo(() => (framed ? written : { ...written, frame: keepFrame }), [framed, written])
  const [shownEditId, showEdit] = useState<string | null>(null)
  const activity = useHeld(
    activityOf(lineage, image.id, { dismissedEditId: draft.dismissedEditId, shownEditId }),
    lineage,
    image.id,
  )
  // What begins now is what the panel is about from here on.
  if (activity.kind === 'running' && shownEditId !== null) showEdit(null)
  const idle = activity.kind === 'idle'
  const result = idle && !draft.continued ? maker : null
  const nextFor = idle && result === null ? image.id : null
  const refine = useRefine({ result: idle ? maker : null, lineage, store, canvas, open: openNow })
  const refining = refine.now !== null
  const refinedFrom = refine.now?.input.id ?? null
  const tree = useMemo(
    () => versionTree(lineage, refinedFrom === null ? nextOf(nextFor) : { kind: 'draft', imageId: refinedFrom }),
    [lineage, nextFor, refinedFrom],
  )
  // What was set and painted is not left without a question.
  const open = (imageId: string): void => {
    sheet.close()
    if (refine.now !== null && imageId !== image.id) refine.now.leave(() => openNow(imageId))
    else openNow(imageId)
  }
  const version = tree.versions.find(({ key }) => key === image.id) ?? tree.versions[0]
  const compare = useCompare(tree.versions, version)

  const sheet = useContactSheet({
    lineage,
    versions: tree.versions,
    compare,
    continueFrom(edit) {
      if (edit.outputImageId === null) return
      continueDraft(edit.outputImageId, draftAfter(edit))
      openNow(edit.outputImageId)
    },
  })

  const resultView = useResultView(compare.shown || refining || sheet.now !== null ? null : result)

  const fills = engine?.id === 'local' && draft.operationKind === 'fill'
  const guides = useGuides({ imageId: image.id, offered: fills, draft, changeDraft, store })

  const locked =
    activity.kind === 'running' ||
    activity.kind === 'lost' ||
    runner.busy ||
    compare.shown ||
    sheet.now !== null ||
    resultView.sight !== 'result'
  useEffect(() => store.setState({ locked }), [store, locked])

  // Painting on a result is the next edit's first step: the panel follows the hand.
  const goOn = useEffectEvent(() => {
    if (result !== null && !refining) changeDraft({ continued: true })
  })
  useEffect(
    () =>
      store.subscribe(({ mask }, { mask: before }) => {
        if (mask.status === 'ready' && before.status === 'ready' && mask.canUndo && !before.canUndo) goOn()
      }),
    [store],
  )
  // What went wrong on one version is no news on another.
  const forget = useEffectEvent(() => runner.forget())
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is the reason
  useEffect(() => forget(), [image.id])

  return {
    store,
    readout,
    cropWatch,
    canvas,
    lineage,
    image,
    tree,
    version,
    result,
    engines,
    engine,
    draft,
    changeDraft,
    guides,
    fillSeed: draft.seed ?? drawnSeed,
    preview,
    activity,
    showEdit,
    runner,
    open,
    compare,
    resultView,
    refine,
    sheet,
    showsOriginal,
    holdOriginal: setShowsOriginal,
  }
}

/**
 * An edit that has become a version is told of as under way until that is open: for the moments between, the panel would
 * be that of the next edit, with a button that pays for another under the hand.
 */
function useHeld(told: Activity, lineage: LineageView, imageId: string): Activity {
  const [watched, setWatched] = useState<string | null>(null)
  if (told.kind === 'running' && told.edit.id !== watched) setWatched(told.edit.id)
  const edit = lineage.edits.find(({ id }) => id === watched)
  if (watched !== null && edit?.imageId !== imageId) setWatched(null)
  const opens =
    edit?.state === 'done' && edit.outputImageId !== null && takesPage({ edit, imageId, own: isOwnRun(edit.id) })
  return told.kind === 'idle' && opens ? { kind: 'running', edit } : told
}

const nextOf = (imageId: string | null) => (imageId === null ? null : ({ kind: 'next', imageId } as const))

/** Drawn once, and the next one after every edit of a picture: the same mask again gives another texture. */
function useFillSeed({ image, lineage }: Pick<Opened, 'image' | 'lineage'>): number {
  const [first] = useState(() => Math.floor(Math.random() * (maxSeed + 1)))
  const made = lineage.edits.filter(({ imageId }) => imageId === image.id).length
  return (first + made) % (maxSeed + 1)
}

/** Where a version without a draft starts. The same value as long as its maker is the same, so that nothing restarts. */
const useFreshDraft = (maker: EditView | null) => {
  const id = maker?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: of a stored edit nothing changes any more but its id
  return useMemo(() => draftAfter(maker), [id])
}
