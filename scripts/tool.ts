// What the programs that work on a whole studio do alike: arguments, settings, and an end in one sentence.
import { parseArgs } from 'node:util'
import { readSettings, type Settings } from '../lib/settings.ts'
import { startSentence } from './sentences.ts'

export type Call<Option extends string> = {
  settings: Settings
  values: string[]
  options: Record<Option, string>
}

/**
 * @param usage shown where the arguments are not those that it names
 * @param wanted the options that have to be given
 */
export async function runTool<Option extends string = never>(
  usage: string,
  run: (call: Call<Option>) => Promise<void>,
  wanted: readonly Option[] = [],
): Promise<void> {
  const given = readArguments(usage, wanted)
  let settings: Settings | null = null
  try {
    settings = readSettings(process.env)
    await run({ settings, ...given })
  } catch (error) {
    console.error(sentenceOf(error, settings) ?? error)
    process.exit(1)
  }
}

function readArguments<Option extends string>(usage: string, wanted: readonly Option[]) {
  const fail = (): never => {
    console.error(`Usage: ${usage}`)
    process.exit(1)
  }
  const options = {} as Record<Option, string>
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: Object.fromEntries(wanted.map((name) => [name, { type: 'string' as const }])),
    })
    const files = usage.includes(' file') ? 1 : 0
    if (positionals.length !== files) return fail()
    for (const name of wanted) {
      const value = values[name]
      if (typeof value !== 'string') return fail()
      options[name] = value
    }
    return { values: positionals, options }
  } catch {
    return fail()
  }
}

function sentenceOf(error: unknown, settings: Settings | null): string | null {
  if (error instanceof Error && (error.name === 'ArchiveRefusedError' || error.name === 'SettingsError')) {
    return error.message
  }
  return settings && startSentence(error, settings)
}
