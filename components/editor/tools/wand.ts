// The pixels like the one that was clicked. A first click shows what they are; Enter or a click inside it applies, a click
// elsewhere looks there instead, Escape drops it. The look is the worker's and takes a moment: an answer that was
// overtaken by another click or setting is thrown away.
import type { ImagePoint } from '#lib/core/geometry.ts'
import type { Region } from '#lib/mask/region.ts'
import { regionSettings } from './region-settings.ts'
import { lastOf, type Modifiers, type Tool, type ToolHost } from './tool.ts'

type Look = { readonly at: ImagePoint; readonly pressed: Modifiers }
type State =
  | { readonly kind: 'idle' }
  /** `confirmed`: Enter came first, and applies what will be found. */
  | ({ readonly kind: 'looking'; readonly confirmed: boolean } & Look)
  | ({ readonly kind: 'previewing'; readonly region: Region } & Look)

export function createWandTool({ settings, emit, findRegion }: ToolHost): Tool {
  let state: State = { kind: 'idle' }
  /** Under the hand now; what it does is decided when it lifts. */
  let press: Look | null = null
  /** Counts looks, to know an answer that was overtaken. */
  let turn = 0

  const drop = (): boolean => {
    if (state.kind === 'idle') return false
    state = { kind: 'idle' }
    emit({ kind: 'outline', lines: [] })
    emit({ kind: 'open-work', work: null })
    return true
  }

  const look = ({ at, pressed }: Look): void => {
    if (state.kind === 'idle') emit({ kind: 'open-work', work: 'preview' })
    state = { kind: 'looking', at, pressed, confirmed: false }
    const mine = ++turn
    void findRegion({ at, ...settings().wand }).then((region) => {
      if (mine !== turn || state.kind !== 'looking') return
      if (region === null) {
        drop()
        return
      }
      const { confirmed } = state
      state = { kind: 'previewing', at, pressed, region }
      if (confirmed) confirm()
      else emit({ kind: 'outline-region', region })
    })
  }

  const confirm = (): boolean => {
    if (state.kind === 'looking') state = { ...state, confirmed: true }
    if (state.kind !== 'previewing') return state.kind === 'looking'
    const { region, pressed } = state
    drop()
    emit({ kind: 'apply', operation: { kind: 'region', region, ...regionSettings(settings(), pressed) } })
    return true
  }

  return {
    id: 'wand',
    changesMask: true,
    cursor: () => ({ kind: 'css', name: 'crosshair' }),
    down(input) {
      press = { at: lastOf(input).image, pressed: input.modifiers }
    },
    move() {},
    up() {
      if (press === null) return
      const { at } = press
      if (state.kind === 'previewing' && holds(state.region, at)) confirm()
      else look(press)
      press = null
    },
    cancel() {
      press = null
    },
    confirm,
    drop,
    refresh() {
      if (state.kind !== 'idle') look(state)
    },
  }
}

function holds({ rect, coverage }: Region, at: ImagePoint): boolean {
  const [x, y] = [Math.floor(at.x) - rect.x, Math.floor(at.y) - rect.y]
  return x >= 0 && y >= 0 && x < rect.width && y < rect.height && coverage[y * rect.width + x] > 0
}
