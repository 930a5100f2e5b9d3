// The tools of one stage, the gestures that drive them, and how they show: cursor, ring, the dashes of what is drawn.
import type Konva from 'konva'
import type { ScreenPoint, Size } from '#lib/core/geometry.ts'
import type { Region } from '#lib/mask/region.ts'
import type { EditorState, EditorStore } from './editor-store.ts'
import { createGestures, type Gestures, type HandHabits } from './gestures.ts'
import { MarchingAnts } from './marching-ants.ts'
import { regionOutline } from './region-outline.ts'
import { Ring } from './ring.ts'
import { createSmartSelect, type SmartSelect } from './smart-select/smart-select.ts'
import type { OutlineLine } from './tools/outline.ts'
import { noModifiers } from './tools/region-settings.ts'
import { createTools } from './tools/registry.ts'
import type { Modifiers, Tool, ToolEffect, ToolHost } from './tools/tool.ts'
import type { ViewTransform } from './view.ts'

export type ToolDeskOptions = Pick<ToolHost, 'findRegion'> & {
  readonly store: EditorStore
  readonly image: Size & { readonly url: string }
  /** Shows the cursor. */
  readonly container: HTMLElement
  readonly overlay: Konva.Layer
  stage(): Size
  mayChange(): boolean
  /** True while Space is held. */
  panHeld(): boolean
  readonly habits: HandHabits
  emit(effect: ToolEffect): void
}

/** After this pause a zoom or a pan has come to rest. */
const restMs = 120

export class ToolDesk {
  readonly gestures: Gestures
  readonly #options: ToolDeskOptions
  readonly #smartSelect: SmartSelect
  readonly #tools: ReturnType<typeof createTools>
  readonly #outline: MarchingAnts
  readonly #ring: Ring
  readonly #unlisten: () => void
  #region: Region | null = null
  #restTimer: ReturnType<typeof setTimeout> | undefined
  #view: ViewTransform = { x: 0, y: 0, zoom: 1 }
  #hover: ScreenPoint | null = null
  #modifiers: Modifiers = noModifiers

  constructor(options: ToolDeskOptions) {
    const { store, image, container, overlay, mayChange, panHeld, habits, emit, findRegion } = options
    this.#options = options
    this.#outline = new MarchingAnts(overlay)
    this.#ring = new Ring(container)
    this.#smartSelect = createSmartSelect({
      image,
      onStatus: (smartSelectStatus) => store.setState({ smartSelectStatus }),
    })
    this.#tools = createTools({
      settings: store.getState,
      zoom: () => this.#view.zoom,
      emit,
      findRegion,
      smartSelect: this.#smartSelect,
    })
    this.gestures = createGestures({
      tools: this.#tools,
      selected: () => store.getState().tool,
      locked: () => !mayChange(),
      panHeld,
      habits,
      emit,
    })
    this.#unlisten = store.subscribe((state, before) => this.#storeChanged(state, before))
  }

  confirm(): boolean {
    return this.#tool.confirm?.() ?? false
  }

  stepBack(): boolean {
    return this.#tool.stepBack?.() ?? false
  }

  /** First what is under the hand, then what the tool held before: one Escape each. */
  cancel(): boolean {
    const cancelled = this.gestures.cancel() || (this.#tool.drop?.() ?? false)
    this.showCursor()
    return cancelled
  }

  readonly holdModifiers = (modifiers: Modifiers): void => {
    this.#modifiers = modifiers
    this.gestures.hold(modifiers)
    this.showCursor()
  }

  /** Null where the pointer has left, or is a finger. */
  hover(at: ScreenPoint | null): void {
    this.#hover = at
    this.showCursor()
  }

  showRegion(region: Region): void {
    this.#region = region
    this.#drawLines(regionOutline(region, this.#view, this.#options.stage()))
  }

  showOutline(lines: readonly OutlineLine[]): void {
    this.#region = null
    this.#drawLines(lines)
  }

  #drawLines(lines: readonly OutlineLine[]): void {
    if (lines.length > 0) this.#outline.show(lines, this.#view)
    else this.#outline.hide()
  }

  follow(view: ViewTransform): void {
    this.#view = view
    this.#outline.follow(view)
    this.showCursor()
    clearTimeout(this.#restTimer)
    // While the view moves the lines only move along.
    if (this.#region) this.#restTimer = setTimeout(() => this.#region && this.showRegion(this.#region), restMs)
  }

  showCursor(): void {
    const { store, container, mayChange } = this.#options
    const tool = this.gestures.current()
    const cursor = tool.cursor(this.#modifiers)
    const resting = tool.changesMask && !mayChange()
    const name = resting ? 'not-allowed' : cursor.kind === 'css' ? cursor.name : 'none'
    if (container.style.cursor !== name) container.style.cursor = name
    if (resting || cursor.kind === 'css' || !this.#hover) {
      this.#ring.hide()
      return
    }
    const { sizePx, hardness } = store.getState().brush
    this.#ring.show({ at: this.#hover, diameter: sizePx * this.#view.zoom, hardness, sign: cursor.sign })
  }

  destroy(): void {
    this.#letGo(this.#tool)
    clearTimeout(this.#restTimer)
    this.#unlisten()
    this.#smartSelect.destroy()
    this.#outline.destroy()
    this.#ring.destroy()
  }

  get #tool(): Tool {
    return this.#tools[this.#options.store.getState().tool]
  }

  /** Nothing of the tool's stays, neither under the hand nor between two presses. */
  #letGo(tool: Tool): void {
    this.gestures.cancel()
    tool.drop?.()
  }

  #storeChanged(state: EditorState, before: EditorState): void {
    if (state.tool !== before.tool || (state.locked && !before.locked)) this.#letGo(this.#tools[before.tool])
    if (state.wand !== before.wand) this.#tool.refresh?.()
  }
}
