// Which key asks for which command: a preset and what the user changed of it. All pure; keeping is key-settings.ts.
import { z } from 'zod'
import { type Chord, chordsOf, type KeyPress } from './key-chord.ts'
import { type Bindings, type CommandId, commandIds, isHeld, type PresetId, presetIds, presets } from './key-commands.ts'

const changesSchema = z.partialRecord(z.enum(commandIds), z.array(z.string().min(1).max(40)).min(1).max(4))

/** Changes belong to a preset: trying another one loses nothing. */
export const keySettingsSchema = z.object({
  preset: z.enum(presetIds),
  changes: z.partialRecord(z.enum(presetIds), changesSchema),
})

export type KeySettings = z.infer<typeof keySettingsSchema>

export const defaultKeySettings: KeySettings = { preset: 'frisket', changes: {} }

export const bindingsOf = ({ preset, changes }: KeySettings): Bindings => ({ ...presets[preset], ...changes[preset] })

const commandsByChord = new WeakMap<Bindings, ReadonlyMap<Chord, CommandId>>()

function mapOf(bindings: Bindings): ReadonlyMap<Chord, CommandId> {
  let map = commandsByChord.get(bindings)
  if (!map) {
    map = new Map(commandIds.flatMap((id) => bindings[id].map((chord): [Chord, CommandId] => [chord, id])))
    commandsByChord.set(bindings, map)
  }
  return map
}

/** The command of a press, or null where it has none. What is held does not mind Shift: the hand may hold it already. */
export function commandOf(press: KeyPress, bindings: Bindings): CommandId | null {
  const map = mapOf(bindings)
  for (const chord of chordsOf(press)) {
    const command = map.get(chord)
    if (command) return command
  }
  if (!press.shiftKey) return null
  for (const chord of chordsOf({ ...press, shiftKey: false })) {
    const command = map.get(chord)
    if (command && isHeld(command)) return command
  }
  return null
}

/** One key of a command: most have one, some a second. */
export type Slot = { readonly command: CommandId; readonly index: number }

export const chordAt = (bindings: Bindings, { command, index }: Slot): Chord => bindings[command][index] ?? ''

/** Who has this chord now. */
export function ownerOf(bindings: Bindings, chord: Chord): Slot | null {
  const command = mapOf(bindings).get(chord)
  return command ? { command, index: bindings[command].indexOf(chord) } : null
}

/**
 * Escape always leaves, Tab always goes on, arrows move, Enter closes what is open and Backspace takes back: nobody can
 * lock themselves out.
 */
export const isFixed = (chord: Chord): boolean =>
  /^(?:Shift\+)?(?:Escape|Tab|Enter|Backspace)$|^(?:Ctrl\+|Shift\+)*(?:Arrow\w+|Tab)$/.test(chord)

function withChord(settings: KeySettings, { command, index }: Slot, chord: Chord): KeySettings {
  const chords = bindingsOf(settings)[command].with(index, chord)
  const { preset, changes } = settings
  return { preset, changes: { ...changes, [preset]: { ...changes[preset], [command]: chords } } }
}

/** Gives the slot this chord. Where another slot has it, that one gets the slot's old chord: no key ever does two things. */
export function rebind(settings: KeySettings, slot: Slot, chord: Chord): KeySettings {
  const bindings = bindingsOf(settings)
  const owner = ownerOf(bindings, chord)
  const before = chordAt(bindings, slot)
  if (before === chord) return settings
  const given = withChord(settings, slot, chord)
  return owner ? withChord(given, owner, before) : given
}

export const choosePreset = (settings: KeySettings, preset: PresetId): KeySettings => ({ ...settings, preset })

/** The chosen preset as it came. */
export function resetKeys({ preset, changes }: KeySettings): KeySettings {
  const { [preset]: _, ...others } = changes
  return { preset, changes: others }
}

export const isChanged = ({ preset, changes }: KeySettings): boolean => Object.keys(changes[preset] ?? {}).length > 0
