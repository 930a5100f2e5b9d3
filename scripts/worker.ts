// `npm run worker`: a process that carries edits forward for a studio of several. It listens on no port.
import { startWorker } from '../lib/container.ts'
import { readSettings, type Settings, SettingsError } from '../lib/settings.ts'
import { startSentence } from './sentences.ts'

/** One Ctrl+C arrives several times: from the terminal, and passed on by npm and by run.mjs. */
const sameSignalMs = 1_000

function settingsOrExit(): Settings {
  try {
    const settings = readSettings(process.env)
    if (settings.scaledOut === null) {
      throw new SettingsError(
        'Without DATABASE_URL and S3_BUCKET the worker runs inside the studio, and `npm start` is all it takes: set both for workers of their own.',
      )
    }
    return settings
  } catch (error) {
    if (error instanceof SettingsError) exitWith(error.message)
    throw error
  }
}

function exitWith(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

const settings = settingsOrExit()
let stop: (() => Promise<void>) | null = null
let firstSignalAt: number | null = null

async function onSignal(): Promise<void> {
  if (firstSignalAt !== null) {
    if (performance.now() - firstSignalAt > sameSignalMs) process.exit(130)
    return
  }
  firstSignalAt = performance.now()
  await stop?.().catch(console.error)
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void onSignal())

try {
  stop = await startWorker(settings)
} catch (error) {
  const sentence = startSentence(error, settings)
  if (sentence === null) console.error(error)
  exitWith(sentence ?? 'The worker could not start; the reason is above.')
}
console.log(`A worker of Frisket is at work, process ${process.pid}`)
