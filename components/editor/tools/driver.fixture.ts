// A hand without a screen: scripted pointers go through the real gestures and tools onto a real raster.
import { type ScreenPoint, type Size, screenPoint } from '#lib/core/geometry.ts'
import { createRaster, type Raster } from '#lib/mask/raster.ts'
import { createMaskSession } from '#lib/mask/session.ts'
import { type EditorState, initialEditorState } from '../editor-store.ts'
import { createGestures, type PointerSample } from '../gestures.ts'
import { type Frame, panBy, toImage, type ViewTransform, zoomAbout } from '../view.ts'
import { createTools } from './registry.ts'
import type { ToolEffect } from './tool.ts'

type Press = Partial<Pick<PointerSample, 'pointerId' | 'pointerType' | 'button' | 'buttons'>> & {
  shift?: boolean
  alt?: boolean
}

export function createDriver(image: Size, view: ViewTransform = { x: 0, y: 0, zoom: 1 }) {
  const session = createMaskSession(createRaster(image))
  const frame: Frame = { image, stage: { width: 400, height: 300 } }
  const state: { settings: EditorState; panHeld: boolean; view: ViewTransform } = {
    settings: initialEditorState,
    panHeld: false,
    view,
  }
  const effects: ToolEffect[] = []

  const emit = (effect: ToolEffect): void => {
    effects.push(effect)
    if (effect.kind === 'stroke-begin') session.begin(effect.brush)
    if (effect.kind === 'stroke-extend') session.extend(effect.points)
    if (effect.kind === 'stroke-end') session.end()
    if (effect.kind === 'abort') session.abort()
    if (effect.kind === 'apply') session.apply(effect.operation)
    if (effect.kind === 'pan') state.view = panBy(state.view, effect, frame)
    if (effect.kind === 'zoom') {
      state.view = zoomAbout(state.view, { at: effect.at, zoom: state.view.zoom * effect.factor }, frame)
    }
  }
  const gestures = createGestures({
    tools: createTools({ settings: () => state.settings, emit }),
    selected: () => state.settings.tool,
    locked: () => state.settings.locked,
    panHeld: () => state.panHeld,
    emit,
  })
  const sample = (places: readonly ScreenPoint[], press: Press): PointerSample => {
    const [first, ...rest] = places.map((screen) => ({ screen, image: toImage(state.view, screen), pressure: 0.5 }))
    return {
      points: [first, ...rest],
      modifiers: { shift: press.shift ?? false, alt: press.alt ?? false },
      pointerId: press.pointerId ?? 1,
      pointerType: press.pointerType ?? 'mouse',
      button: press.button ?? 0,
      buttons: press.buttons ?? 1,
    }
  }
  const at = (x: number, y: number): ScreenPoint => screenPoint(x, y)

  return {
    session,
    effects,
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
    raster: (): Raster => session.raster,
  }
}
