'use client'

import { useTranslations } from 'next-intl'
import { lazy, Suspense, useCallback, useId, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { pictureUrl } from '#lib/client/picture-url.ts'
import type { Size } from '#lib/core/geometry.ts'
import type { ImageView } from '#lib/edits/edit.ts'
import { CompareView } from '../compare/compare-view.tsx'
import { PictureOver, type PicturePlace } from '../compare/picture-over.tsx'
import { SheetTiles } from '../contact-sheet/sheet-tiles.tsx'
import { SightOver } from '../receipt/sight-over.tsx'
import { RefineOver } from '../refine/refine-over.tsx'
import type { Refining } from '../refine/use-refine.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { AvoidOver } from './avoid-over.tsx'
import type { CanvasStageProps } from './canvas.tsx'
import { CanvasVoice } from './canvas-voice.tsx'
import { CropOverlay } from './crop-overlay.tsx'
import { useEditWords } from './edit-words.ts'
import { useEditorSession } from './editor-session.tsx'
import { GuideOverlay } from './guide-overlay.tsx'
import { MaskNotices } from './mask-notices.tsx'
import { OpenWorkActions } from './open-work-actions.tsx'
import { PreviewMaker } from './preview-maker.tsx'
import { PreviewOver } from './preview-over.tsx'
import { useLeavingVersion } from './use-leaving-version.ts'
import type { ViewTransform } from './view.ts'
import { ViewPlane, type Views } from './view-plane.tsx'

// Konva wants a document as soon as it is loaded: the server never does.
const CanvasStage = lazy(async () => ({ default: (await import('./canvas.tsx')).CanvasStage }))

/** The canvas, and what lies over its picture: the two sides of a comparison, the original, the version that leaves. */
export function EditorStage() {
  const t = useTranslations('editor')
  const keysId = useId()
  const { store, readout, cropWatch, canvas, image, lineage, activity, compare, showsOriginal, refine, guides, sheet } =
    useEditorSession()
  const { now: refining } = refine
  const [views] = useState<Views>(() => createStore(() => ({ view: null, stage: { width: 0, height: 0 } })))
  const onViewChange = useCallback((view: ViewTransform, stage: Size) => views.setState({ view, stage }), [views])
  const [failedId, setFailedId] = useState<string | null>(null)
  const onFailed = useCallback(() => setFailedId(image.id), [image.id])
  const bare = showsOriginal && lineage.rootImageId === image.id
  return (
    <div className="relative min-h-0 flex-1 overflow-hidden bg-surround">
      <p id={keysId} className="sr-only">
        {t('canvasKeys')}
      </p>
      <Suspense fallback={null}>
        <NamedCanvas
          describedBy={keysId}
          ref={canvas}
          store={store}
          readout={readout}
          cropWatch={cropWatch}
          image={
            refining === null
              ? { ...image, url: pictureUrl(image.id) }
              : { ...image, id: refining.canvasId, url: pictureUrl(refining.input.id) }
          }
          hideFilm={compare.shown || bare}
          comparing={compare.shown ? (compare.mode === 'side-by-side' ? 'twice' : 'whole') : null}
          awaitsOver={refining !== null}
          outline={refining !== null && refining.show !== 'film'}
          dimOutside={activity.kind === 'running'}
          onViewChange={onViewChange}
          guides={guides}
          onFailed={onFailed}
          overlay={<Overlay views={views} />}
        />
      </Suspense>
      <PreviewMaker />
      <MaskNotices />
      <CanvasVoice />
      <OpenWorkActions />
      {sheet.now !== null && !compare.shown ? <SheetTiles sheet={sheet.now} /> : null}
      {failedId === image.id ? (
        <div className="absolute inset-0 flex items-center justify-center p-6">
          <ErrorNote
            title={t('canvasFailed')}
            detail={t('canvasFailedDetail')}
            actions={<Button onClick={() => window.location.reload()}>{t('again')}</Button>}
          />
        </div>
      ) : null}
    </div>
  )
}

/** Apart, so that a stroke, which changes the name, renders nothing else. */
function NamedCanvas(props: Omit<CanvasStageProps, 'label'>) {
  const t = useTranslations('editor')
  const words = useEditWords()
  const { name, width, height } = props.image
  const coverage = words.percent(useStore(props.store, (state) => state.mask.coverage))
  return (
    <CanvasStage {...props} label={t('canvasName', { name, width: String(width), height: String(height), coverage })} />
  )
}

function Overlay({ views }: { views: Views }) {
  const { store, image, lineage, compare, showsOriginal, resultView, refine } = useEditorSession()
  const leaving = useLeavingVersion(image, store)
  const original = showsOriginal && !compare.shown && lineage.rootImageId !== image.id
  return (
    <>
      {refine.now !== null ? <Refined views={views} refining={refine.now} /> : null}
      {leaving || compare.shown || original || resultView.sight !== 'result' ? (
        <OverPicture views={views} leaving={leaving} original={original} />
      ) : null}
      {compare.shown || showsOriginal || resultView.sight !== 'result' || refine.now !== null ? null : (
        <WorkOver views={views} leaving={leaving} />
      )}
    </>
  )
}

function Refined({ views, refining }: { views: Views; refining: Refining }) {
  const { image } = useEditorSession()
  const view = useStore(views, (state) => state.view)
  return view && <RefineOver refining={refining} place={placeOf(image, view)} />
}

type Leaving = ReturnType<typeof useLeavingVersion>

/** What belongs to the next edit, or to the one under way. */
function WorkOver({ views, leaving }: { views: Views; leaving: Leaving }) {
  const known = useStore(views, ({ view }) => view !== null)
  if (!known) return null
  return (
    <ViewPlane views={views}>
      <PreviewOver leaving={leaving} />
      <AvoidOver />
      <GuideOverlay />
      <CropOverlay views={views} />
    </ViewPlane>
  )
}

type OverPictureProps = { views: Views; leaving: Leaving; original: boolean }

function OverPicture({ views, leaving, original }: OverPictureProps) {
  const { image, lineage, compare, result, showsOriginal } = useEditorSession()
  const { view, stage } = useStore(views)
  if (view === null) return null
  const place = placeOf(image, view)
  return (
    <>
      {leaving ? <PictureOver imageId={leaving.imageId} place={place} style={leaving.style} /> : null}
      {compare.shown && compare.pair ? (
        <CompareView
          compare={compare}
          pair={compare.pair}
          showsBefore={showsOriginal}
          {...{ view, stage }}
          frame={image}
        />
      ) : null}
      {result ? <SightOver edit={result} image={image} place={place} /> : null}
      {original ? <PictureOver imageId={lineage.rootImageId} place={place} /> : null}
    </>
  )
}

const placeOf = ({ width, height }: ImageView, { x, y, zoom }: ViewTransform): PicturePlace => ({
  x,
  y,
  zoom,
  width: width * zoom,
  height: height * zoom,
})
