// The stage: sole owner of the Konva nodes. It joins the view, the pointer, the tools and the mask, and tells the store
// what the panels want to know. React mounts the layers and stays out of the way.
// Over 300 lines because everything is joined here, and nothing else is done.
import { type Rect, type ScreenPoint, type Size, screenPoint } from '#lib/core/geometry.ts'
import { never } from '#lib/core/result.ts'
import { clearMask, type MaskOperation } from '#lib/mask/operation.ts'
import { stepSize } from './brush-steps.ts'
import { listenToCanvasKeys } from './canvas-keys.ts'
import { nothingWatched } from './crop-watch.ts'
import { type CanvasHandle, type EditorState, initialEditorState, type Over } from './editor-store.ts'
import { lookFor, type Showing } from './film-colours.ts'
import { createKeyboardHand } from './keyboard-hand.ts'
import { MaskSurface } from './mask-surface.ts'
import { type Comparing, type Panes, paneSize, panesFor, paneUnder } from './panes.ts'
import { fingersPan, saw } from './pen-settings.ts'
import { Photo } from './photo.ts'
import type { Seen } from './photo-arrival.ts'
import { PointerInput } from './pointer-input.ts'
import { ReadoutTeller } from './readout.ts'
import type { StageOptions } from './stage-options.ts'
import { ToolDesk } from './tool-desk.ts'
import { listenToToolKeys } from './tool-keys.ts'
import type { ToolEffect } from './tools/tool.ts'
import { type Frame, fitView, panBy, recentre, type ViewTransform, zoomAbout } from './view.ts'

export class CanvasController implements CanvasHandle {
  readonly #options: StageOptions
  readonly #photo: Photo
  readonly #mask: MaskSurface
  readonly #desk: ToolDesk
  readonly #readout: ReadoutTeller
  readonly #pointer: PointerInput
  readonly #sizes: ResizeObserver
  readonly #unlisten: readonly (() => void)[]
  #showing: Showing = { hideFilm: false, dimOutside: false, outline: false }
  #comparing: Comparing | null = null
  #size: Size = { width: 0, height: 0 }
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }
  /** The picture stays fitted through resizes until the user moves it. */
  #fitted = true
  #hover: ScreenPoint | null = null
  #destroyed = false

  constructor(options: StageOptions) {
    const { element, layers, image, store, readout, cropWatch } = options
    this.#options = options
    this.#readout = new ReadoutTeller({ store: readout, image })
    const container = layers.stage.container()
    store.setState({ mask: initialEditorState.mask, photo: 'coming' })
    cropWatch.setState(nothingWatched)
    this.#photo = new Photo({
      image,
      layer: layers.photo,
      loadFull: () => this.#mask.client.loadFullPhoto(),
      seen: options.seen,
      awaitsOver: options.awaitsOver,
      onShown: () => store.setState({ photo: 'shown' }),
      onChange: () => this.#mask.photoChanged(),
    })
    this.#mask = new MaskSurface({
      image,
      layers,
      photo: (screen) => this.#photo.pixels(screen),
      onFacts: (facts) => {
        store.setState({ mask: { ...facts, status: 'ready' } })
        cropWatch.setState({ reach: null })
      },
      onReach: (reach) => cropWatch.setState({ reach }),
      onFailed: () => store.setState(({ mask }) => ({ mask: { ...mask, status: 'failed' } })),
    })
    const emit = (effect: ToolEffect): void => this.#perform(effect)
    const held = { pan: false, erase: false }
    this.#desk = new ToolDesk({
      store,
      image,
      container,
      overlay: layers.overlay,
      stage: () => this.#size,
      mayChange: () => this.#mayChange(),
      // Nothing is painted on a comparison: there a drag moves the picture, whatever tool is in hand.
      panHeld: () => held.pan || (this.#comparing !== null && store.getState().tool !== 'zoom'),
      habits: {
        eraseHeld: () => held.erase,
        fingersPan: () => fingersPan(store.getState().pen),
        saw,
        tapped: (tap) => this[tap](),
      },
      emit,
      findRegion: (search) => this.#mask.findRegion(search),
    })
    const { gestures, holdModifiers } = this.#desk
    const hand = createKeyboardHand({
      gestures,
      view: () => this.#view,
      stage: () => this.#size,
      start: () => this.#hover,
      onMove: (at) => this.#hoverAt(at),
      pan: (dx, dy) => emit({ kind: 'pan', dx, dy }),
    })
    this.#pointer = new PointerInput({
      container,
      gestures,
      view: () => this.#view,
      cornerUnder: (at) => paneUnder(at, this.#size, this.#panes),
      onHover: (at) => {
        hand.leave()
        this.#hoverAt(at)
      },
      onModifiers: holdModifiers,
      onBrushStep: (direction) =>
        store.setState(({ brush }) => ({ brush: { ...brush, sizePx: stepSize(brush, direction) } })),
      emit,
    })
    const hold = (change: Partial<typeof held>): void => {
      Object.assign(held, change)
      this.#desk.showCursor()
    }
    this.#unlisten = [
      store.subscribe((state, before) => this.#storeChanged(state, before)),
      listenToCanvasKeys({ store, canvas: this, element, hand, hold, holdModifiers }),
      listenToToolKeys(this),
    ]
    this.#sizes = new ResizeObserver(() => this.#resize())
    this.#sizes.observe(element)
    this.#resize()
    this.#showFilm()
    this.#photo.show(this.#mask.client.loadPhoto(image.url)).catch((cause: unknown) => {
      if (this.#destroyed) return
      console.warn('The photograph cannot be shown.', cause)
      store.setState({ photo: 'failed' })
      options.onFailed()
    })
  }

  // What the panels ask for.

  undo(): void {
    if (this.#mayChange()) this.#history.undo()
  }

  redo(): void {
    if (this.#mayChange()) this.#history.redo()
  }

  /** Of what the tool in hand changes. */
  get #history(): { undo(): void; redo(): void } {
    const { store, guides } = this.#options
    return store.getState().tool === 'guide' ? guides : this.#mask
  }

  invert(): void {
    this.apply({ kind: 'invert' })
  }

  clear(): void {
    this.apply(clearMask)
  }

  fit(): void {
    this.#fitted = true
    this.#setView(fitView(this.#frame))
  }

  zoomTo(zoom: number): void {
    const { width, height } = this.#frame.stage
    this.#zoomAt(screenPoint(width / 2, height / 2), zoom)
  }

  zoomBy(factor: number): void {
    this.zoomTo(this.#view.zoom * factor)
  }

  exportMask(part?: Rect): Promise<Blob> {
    return this.#mask.client.exportPng(part)
  }

  maskIslands(): Promise<Rect[]> {
    return this.#mask.client.islands()
  }

  maskThumbnail(width: number, height: number): Promise<ImageBitmap> {
    return this.#mask.client.thumbnail(width, height)
  }

  maskPart(part: Rect, size: Size): Promise<Uint8Array<ArrayBuffer>> {
    return this.#mask.client.part(part, size)
  }

  showOver(over: Over | null): void {
    this.#photo.setOver(over)
  }

  setShowing(showing: Showing): void {
    this.#showing = showing
    this.#showFilm()
  }

  setComparing(comparing: Comparing | null): void {
    const before = this.#frame.stage
    this.#comparing = comparing
    this.#refit(before)
    this.#desk.showCursor()
  }

  apply(operation: MaskOperation): void {
    if (this.#mayChange()) this.#mask.apply(operation)
  }

  async loadMask(png: Blob): Promise<void> {
    if (this.#mayChange()) await this.#mask.load(png)
  }

  answerOtherTab(answer: 'take' | 'leave'): void {
    this.#mask.answerOtherTab(answer)
  }

  confirmTool(): boolean {
    return this.#desk.confirm()
  }

  isPainting(): boolean {
    return this.#desk.gestures.isPainting()
  }

  stepBack(): boolean {
    return this.#desk.stepBack()
  }

  cancelGesture(): boolean {
    return this.#desk.cancel()
  }

  /** @returns what the stage shows now, for the next picture to begin with */
  destroy(): Seen {
    this.#desk.destroy()
    this.#destroyed = true
    this.#sizes.disconnect()
    for (const unlisten of this.#unlisten) unlisten()
    this.#readout.destroy()
    this.#pointer.destroy()
    this.#mask.destroy()
    return this.#photo.destroy()
  }

  // What the tools ask for.

  #mayChange(): boolean {
    const { locked, mask } = this.#options.store.getState()
    return !locked && mask.status === 'ready'
  }

  #perform(effect: ToolEffect): void {
    switch (effect.kind) {
      case 'stroke-begin':
        this.#mask.beginStroke(effect.brush)
        break
      case 'stroke-extend':
        this.#mask.extendStroke(effect.points)
        break
      case 'stroke-end':
        this.#mask.endStroke()
        break
      case 'abort':
        this.#mask.abortStroke()
        this.#options.cropWatch.setState({ reach: null })
        break
      case 'apply':
        this.apply(effect.operation)
        break
      case 'guide':
        this.#options.guides.add(effect.line)
        break
      case 'outline':
        this.#desk.showOutline(effect.lines)
        break
      case 'outline-region':
        this.#desk.showRegion(effect.region)
        break
      case 'open-work':
        this.#options.store.setState({ openWork: effect.work })
        break
      case 'pan':
        this.#fitted = false
        this.#setView(panBy(this.#view, effect, this.#frame))
        break
      case 'zoom':
        this.#zoomAt(effect.at, this.#view.zoom * effect.factor)
        break
      default:
        never(effect)
    }
  }

  // Where things are.

  get #panes(): Panes | null {
    return this.#comparing === 'twice' ? panesFor({ image: this.#options.image, stage: this.#size }) : null
  }

  /** The view is that of one pane where there are two. */
  get #frame(): Frame {
    const panes = this.#panes
    return { image: this.#options.image, stage: panes === null ? this.#size : paneSize(this.#size, panes) }
  }

  #refit(before: Size): void {
    this.#setView(this.#fitted ? fitView(this.#frame) : recentre(this.#view, before, this.#frame))
  }

  #zoomAt(at: ScreenPoint, zoom: number): void {
    this.#fitted = false
    this.#setView(zoomAbout(this.#view, { at, zoom }, this.#frame))
  }

  #setView(view: ViewTransform): void {
    const { onViewChange } = this.#options
    this.#view = view
    this.#photo.setView(view)
    this.#mask.follow(view)
    this.#desk.follow(view)
    this.#readout.tell(this.#hover, this.#view)
    onViewChange(view, this.#size)
  }

  #resize(): void {
    const { element, layers } = this.#options
    const { stage, photo, film, overlay } = layers
    this.#pointer.measure()
    const size = { width: element.clientWidth, height: element.clientHeight }
    const before = this.#frame.stage
    const ratio = window.devicePixelRatio
    const same = size.width === this.#size.width && size.height === this.#size.height
    if (size.width < 1 || size.height < 1 || (same && film.getCanvas().getPixelRatio() === ratio)) return
    this.#size = size
    for (const layer of [film, overlay]) layer.getCanvas().setPixelRatio(ratio)
    // That empties a canvas, and what was seen last is still on this one.
    if (photo.getCanvas().getPixelRatio() !== ratio) photo.getCanvas().setPixelRatio(ratio)
    stage.size(size)
    this.#refit(before)
    this.#mask.rest()
  }

  // What is seen.

  #hoverAt(at: ScreenPoint | null): void {
    this.#hover = at
    this.#desk.hover(at)
    this.#readout.tell(this.#hover, this.#view)
  }

  #storeChanged(state: EditorState, before: EditorState): void {
    if (state.film !== before.film || (state.mask.coverage === 0) !== (before.mask.coverage === 0)) this.#showFilm()
    this.#desk.showCursor()
  }

  #showFilm(): void {
    const { film, mask } = this.#options.store.getState()
    this.#mask.setLook(lookFor({ ...this.#showing, film, isEmpty: mask.coverage === 0 }))
  }
}
