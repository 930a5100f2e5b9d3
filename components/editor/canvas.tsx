'use client'

// Mounts the stage and its layers; what happens on them is the controller's. No pixels and no points in React.
import type Konva from 'konva'
import {
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import { Layer, Stage } from 'react-konva'
import { useStore } from 'zustand'
import type { Size } from '#lib/core/geometry.ts'
import type { CropWatchStore } from './crop-watch.ts'
import type { CanvasHandle, EditorStore } from './editor-store.ts'
import type { Comparing } from './panes.ts'
import type { Seen } from './photo-arrival.ts'
import type { ReadoutStore } from './readout.ts'
import { CanvasController } from './stage.ts'
import type { StageOptions } from './stage-options.ts'
import type { ViewTransform } from './view.ts'

export type CanvasStageProps = {
  readonly ref?: Ref<CanvasHandle>
  readonly store: EditorStore
  readonly readout: ReadoutStore
  readonly cropWatch: CropWatchStore
  readonly image: {
    readonly id: string
    readonly width: number
    readonly height: number
    readonly url: string
    readonly name: string
  }
  /** The photograph is not shown before something is laid over it by `showOver`; asked when the picture changes. */
  readonly awaitsOver?: boolean
  /** The accessible name: the picture, its size and how much the mask covers. */
  readonly label: string
  /** The id of the element that describes the keys. */
  readonly describedBy?: string
  /** Lies over the picture and lets the pointer through, except where its own elements take it. */
  readonly overlay?: ReactNode
  /** The picture alone, as while comparing. */
  readonly hideFilm?: boolean
  /** Nothing but the mask's edge shows, moving: the picture itself tells the rest. */
  readonly outline?: boolean
  /** Null where nothing is compared. While something is, a drag moves the picture. */
  readonly comparing?: Comparing | null
  /** While an edit runs: what is protected steps back, and the mask's edge is outlined. */
  readonly dimOutside?: boolean
  /** Where the picture lies on the stage, in CSS pixels; told at every change. */
  readonly onViewChange?: (view: ViewTransform, stage: Size) => void
  /** The lines of a fill: drawn here, kept elsewhere. */
  readonly guides: StageOptions['guides']
  /** The photograph cannot be loaded. */
  readonly onFailed?: () => void
}

/** A handle exists from the first render on; before the stage stands, there is nothing to change and nothing to give. */
function handleOf(controller: { readonly current: CanvasController | null }): CanvasHandle {
  const standing = (): CanvasController => {
    if (controller.current === null) throw new Error('The canvas is not mounted')
    return controller.current
  }
  return {
    undo: () => controller.current?.undo(),
    redo: () => controller.current?.redo(),
    invert: () => controller.current?.invert(),
    clear: () => controller.current?.clear(),
    apply: (operation) => controller.current?.apply(operation),
    loadMask: async (png) => standing().loadMask(png),
    answerOtherTab: (answer) => controller.current?.answerOtherTab(answer),
    confirmTool: () => controller.current?.confirmTool() ?? false,
    isPainting: () => controller.current?.isPainting() ?? false,
    stepBack: () => controller.current?.stepBack() ?? false,
    cancelGesture: () => controller.current?.cancelGesture() ?? false,
    fit: () => controller.current?.fit(),
    zoomTo: (zoom) => controller.current?.zoomTo(zoom),
    zoomBy: (factor) => controller.current?.zoomBy(factor),
    exportMask: async (part) => standing().exportMask(part),
    maskIslands: async () => standing().maskIslands(),
    maskThumbnail: async (width, height) => standing().maskThumbnail(width, height),
    maskPart: async (part, size) => standing().maskPart(part, size),
    showOver: (over) => controller.current?.showOver(over),
  }
}

export function CanvasStage({
  ref,
  store,
  readout,
  cropWatch,
  image: { id, width, height, url },
  label,
  describedBy,
  overlay,
  hideFilm = false,
  comparing = null,
  dimOutside = false,
  outline = false,
  awaitsOver = false,
  onViewChange,
  guides,
  onFailed,
}: CanvasStageProps) {
  const element = useRef<HTMLDivElement>(null)
  const stage = useRef<Konva.Stage>(null)
  const photo = useRef<Konva.Layer>(null)
  const film = useRef<Konva.Layer>(null)
  const overlayLayer = useRef<Konva.Layer>(null)
  const controller = useRef<CanvasController | null>(null)
  const seen = useRef<Seen | null>(null)
  const isAwaitingOver = useEffectEvent(() => awaitsOver)
  const tellView = useEffectEvent((view: ViewTransform, size: Size) => onViewChange?.(view, size))
  const addGuide = useEffectEvent<StageOptions['guides']['add']>((line) => guides.add(line))
  const undoGuide = useEffectEvent(() => guides.undo())
  const redoGuide = useEffectEvent(() => guides.redo())
  const tellFailed = useEffectEvent(() => onFailed?.())

  // Until the mask is there no stroke is taken, and until the picture is painted another one is seen.
  const busy = useStore(store, (state) => state.mask.status === 'loading' || state.photo === 'coming')

  // The same element each time: what a stroke changes of this component is nothing to Konva.
  const layers = useMemo(
    () => (
      <Stage ref={stage} width={1} height={1} className="absolute inset-0 touch-none [-webkit-touch-callout:none]">
        <Layer ref={photo} listening={false} />
        <Layer ref={film} listening={false} />
        <Layer ref={overlayLayer} listening={false} />
      </Stage>
    ),
    [],
  )

  useImperativeHandle(ref, () => handleOf(controller), [])

  useLayoutEffect(() => {
    if (!element.current || !stage.current || !photo.current || !film.current || !overlayLayer.current) return
    const before = seen.current
    seen.current = null
    const made = new CanvasController({
      element: element.current,
      layers: {
        stage: stage.current,
        photo: photo.current,
        film: film.current,
        overlay: overlayLayer.current,
      },
      image: { id, width, height, url },
      seen: before,
      awaitsOver: isAwaitingOver(),
      store,
      readout,
      cropWatch,
      onViewChange: (view, size) => tellView(view, size),
      guides: { add: (line) => addGuide(line), undo: () => undoGuide(), redo: () => redoGuide() },
      onFailed: () => tellFailed(),
    })
    controller.current = made
    return () => {
      controller.current = null
      seen.current = made.destroy()
    }
  }, [store, readout, cropWatch, id, width, height, url])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new image makes a new controller, which must be told too
  useEffect(() => {
    controller.current?.setShowing({ hideFilm, dimOutside, outline })
  }, [hideFilm, dimOutside, outline, store, id, url])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same of the new controller
  useEffect(() => {
    controller.current?.setComparing(comparing)
  }, [comparing, store, id, url])

  return (
    <div
      ref={element}
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
      aria-busy={busy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is operated by keys, so it must take the focus
      tabIndex={0}
      data-testid="canvas"
      data-image-id={id}
      className="relative isolate size-full select-none overflow-hidden bg-surround outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus"
    >
      {layers}
      {overlay ? <div className="pointer-events-none absolute inset-0">{overlay}</div> : null}
    </div>
  )
}
