// A hand without a screen: scripted pointers go through the real gestures and tools onto a real raster.
import { type ScreenPoint, type Size, screenPoint } from '#lib/core/geometry.ts'
import { createRaster, type Raster } from '#lib/mask/raster.ts'
import type { Region } from '#lib/mask/region.ts'
import { createMaskSession } from '#lib/mask/session.ts'
import { wandRegion } from '#lib/mask/wand.ts'
import { type EditorState, initialEditorState } from '../editor-store.ts'
import type { FingerTap } from '../finger-taps.ts'
import { createGestures, type PointerSample } from '../gestures.ts'
import type { CutAnswer } from '../smart-select/smart-select.worker.ts'
import { type Frame, panBy, toImage, type ViewTransform, zoomAbout } from '../view.ts'
import { createTools } from './registry.ts'
import type { RegionSearch, ToolEffect, ToolHost } from './tool.ts'

type Press = Partial<Pick<PointerSample, 'pointerId' | 'pointerType' | 'button' | 'buttons' | 'timeMs'>> & {
  pressure?: number
  shift?: boolean
  alt?: boolean
}

type DriverOptions = {
  view?: ViewTransform /** RGBA, for the wand; black unless given. */
  pixels?: Uint8Array
  cutter?: Partial<ToolHost['smartSelect']>
}

export function createDriver(image: Size, { view = { x: 0, y: 0, zoom: 1 }, pixels, cutter }: DriverOptions = {}) {
  const photograph = pixels ?? new Uint8Array(4 * image.width * image.height)
  const session = createMaskSession(createRaster(image))
  const frame: Frame = { image, stage: { width: 400, height: 300 } }
  const state: { settings: EditorState; panHeld: boolean; eraseHeld: boolean; penSeen: boolean; view: ViewTransform } =
    {
      settings: initialEditorState,
      panHeld: false,
      eraseHeld: false,
      penSeen: false,
      view,
    }
  const effects: ToolEffect[] = []
  const taps: FingerTap[] = []
  /** Answers of the wand that have not come yet: the test lets them come. */
  const searches: (() => void)[] = []

  const emit = (effect: ToolEffect): void => {
    effects.push(effect)
    if (effect.kind === 'stroke-begin') session.begin(effect.brush)
    if (effect.kind === 'stroke-extend') session.extend(effect.points)
    if (effect.kind === 'stroke-end') session.end()
    if (effect.kind === 'abort') session.abort()
    if (effect.kind === 'apply') session.apply(effect.operation)
    if (effect.kind === 'open-work') state.settings = { ...state.settings, openWork: effect.work }
    if (effect.kind === 'pan') state.view = panBy(state.view, effect, frame)
    if (effect.kind === 'zoom') {
      state.view = zoomAbout(state.view, { at: effect.at, zoom: state.view.zoom * effect.factor }, frame)
    }
  }
  const findRegion = (search: RegionSearch): Promise<Region | null> =>
    new Promise((resolve) => {
      const region = wandRegion({ pixels: photograph, size: image, ...search })
      searches.push(() => resolve(region))
    })
  const nothing = async (): Promise<CutAnswer> => ({ kind: 'nothing' })
  const smartSelect = { prepare() {}, reset() {}, box: nothing, scribble: nothing, takeBack: nothing, ...cutter }
  const tools = createTools({
    settings: () => state.settings,
    zoom: () => state.view.zoom,
    emit,
    findRegion,
    smartSelect,
  })
  const tool = () => tools[state.settings.tool]
  const gestures = createGestures({
    tools,
    selected: () => state.settings.tool,
    locked: () => state.settings.locked,
    panHeld: () => state.panHeld,
    habits: {
      eraseHeld: () => state.eraseHeld,
      fingersPan: () => state.penSeen,
      saw(hand) {
        if (hand === 'pen') state.penSeen = true
      },
      tapped: (tap) => taps.push(tap),
    },
    emit,
  })
  const sample = (places: readonly ScreenPoint[], press: Press): PointerSample => {
    const [first, ...rest] = places.map((screen) => ({
      screen,
      image: toImage(state.view, screen),
      pressure: press.pressure ?? 1,
    }))
    return {
      points: [first, ...rest],
      modifiers: { shift: press.shift ?? false, alt: press.alt ?? false },
      pointerId: press.pointerId ?? 1,
      pointerType: press.pointerType ?? 'mouse',
      button: press.button ?? 0,
      buttons: press.buttons ?? 1,
      timeMs: press.timeMs ?? 0,
    }
  }
  const at = (x: number, y: number): ScreenPoint => screenPoint(x, y)

  return {
    session,
    effects,
    taps,
    gestures,
    state,
    set(change: Partial<EditorState>): void {
      state.settings = { ...state.settings, ...change }
    },
    down: (x: number, y: number, press: Press = {}): boolean => gestures.down(sample([at(x, y)], press)),
    /** One event with all these places gathered into it. */
    move: (places: readonly (readonly [number, number])[], press: Press = {}): void =>
      gestures.move(
        sample(
          places.map(([x, y]) => at(x, y)),
          press,
        ),
      ),
    up: (x: number, y: number, press: Press = {}): void => gestures.up(sample([at(x, y)], press)),
    /** A move without a press. */
    hover: (x: number, y: number, press: Press = {}): void =>
      gestures.move(sample([at(x, y)], { buttons: 0, ...press })),
    click(x: number, y: number, press: Press = {}): void {
      gestures.down(sample([at(x, y)], press))
      gestures.up(sample([at(x, y)], press))
    },
    /** Shift and Alt as they are held from now on. */
    hold: ({ shift = false, alt = false }: Press): void => gestures.hold({ shift, alt }),
    enter: (): boolean => tool().confirm?.() ?? false,
    backspace: (): boolean => tool().stepBack?.() ?? false,
    escape: (): boolean => gestures.cancel() || (tool().drop?.() ?? false),
    refresh: (): void => tool().refresh?.(),
    /** Lets the oldest answer of the wand come. */
    async answer(): Promise<void> {
      searches.shift()?.()
      await Promise.resolve()
      await Promise.resolve()
    },
    raster: (): Raster => session.raster,
    /** What is shown as dashes now. */
    outline: () => effects.findLast((effect) => effect.kind === 'outline')?.lines ?? [],
    applied: () => effects.filter((effect) => effect.kind === 'apply').map(({ operation }) => operation),
  }
}
