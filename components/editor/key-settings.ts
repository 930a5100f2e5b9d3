// The keys of this browser: kept in its storage, the same in all its tabs.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { bindingsOf, defaultKeySettings, type KeySettings, keySettingsSchema } from './key-bindings.ts'
import type { Bindings, CommandId } from './key-commands.ts'

const storageKey = 'frisket.keys'

/** What a newer or older version wrote and this one does not know counts as nothing. */
export function readKeySettings(text: string | null): KeySettings {
  try {
    const parsed = keySettingsSchema.safeParse(JSON.parse(text ?? 'null'))
    return parsed.success ? parsed.data : defaultKeySettings
  } catch {
    return defaultKeySettings
  }
}

/** The first state is the default one, as on the server, so that hydration agrees; what is kept follows at once. */
const store = createStore<{ settings: KeySettings; bindings: Bindings }>(() => withBindings(defaultKeySettings))

function withBindings(settings: KeySettings): { settings: KeySettings; bindings: Bindings } {
  return { settings, bindings: bindingsOf(settings) }
}

if (typeof window !== 'undefined') {
  try {
    store.setState(withBindings(readKeySettings(window.localStorage.getItem(storageKey))))
  } catch {
    // A browser that keeps nothing has the default keys.
  }
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === storageKey) store.setState(withBindings(readKeySettings(newValue)))
  })
}

export const currentBindings = (): Bindings => store.getState().bindings
export const currentPreset = (): KeySettings['preset'] => store.getState().settings.preset

export function changeKeys(change: (settings: KeySettings) => KeySettings): void {
  const settings = change(store.getState().settings)
  store.setState(withBindings(settings))
  try {
    window.localStorage.setItem(storageKey, JSON.stringify(settings))
  } catch {
    // The keys hold until the page goes.
  }
}

export const useKeySettings = (): KeySettings => useStore(store, ({ settings }) => settings)
export const useBindings = (): Bindings => useStore(store, ({ bindings }) => bindings)

/** The first chord of each command, as tooltips and `aria-keyshortcuts` want it: "Ctrl+Z". */
export function useShortcuts(): (command: CommandId) => string {
  const bindings = useBindings()
  return (command) => bindings[command][0]
}
