// The studio's one process: settings, then the port, then Next with the studio inside it (instrumentation.ts).
// Every request passes the Host and Origin checks here, pages and files included, before Next sees it.
//
// What cannot work ends the process with one sentence and exit code 1. SIGTERM and SIGINT stop it with 0: no new
// connections, the studio brings its work to a state that a restart resumes, and what is still open then is cut.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { join } from 'node:path'
import { readSettings, type Settings, SettingsError } from '../lib/settings.ts'
import { refusalOf } from './refusal.ts'
import { fillHeaders, securityHeaders } from './security-headers.ts'
import { listenSentence, startSentence } from './sentences.ts'
import { type StopStudio, studioStarted } from './studio-start.ts'

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** One Ctrl+C arrives several times: from the terminal, and passed on by npm and by start.mjs. */
const sameSignalMs = 1_000

const dev = process.argv.includes('--dev')
const root = join(import.meta.dirname, '..')
const headers = securityHeaders({ dev })

const settings = settingsOrExit()
const handle = Promise.withResolvers<Handle>()
let stopStudio: StopStudio = async () => {}
let closeNext: () => Promise<void> = async () => {}

// The port first: whoever finds it taken has not touched the data folder. Early requests wait for the studio.
const server = createServer(async (request, response) => {
  fillHeaders(response, headers)
  const refusal = refusalOf(request, settings)
  if (refusal === null) return (await handle.promise)(request, response)
  response.writeHead(refusal.status, { 'Content-Type': 'application/json', Connection: 'close' })
  response.end(JSON.stringify(refusal.body))
})
// Next hangs its own upgrade listener (reloading in development) on the server that it is told of. It is told of this
// one, which never listens, so that upgrades come to it checked like everything else.
const upgrades = createServer()
if (dev) {
  server.on('upgrade', (request, socket, head) => {
    if (refusalOf(request, settings) === null) upgrades.emit('upgrade', request, socket, head)
    else socket.destroy()
  })
}

process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)
process.on('SIGHUP', onSignal)

server.on('error', (error) => exitWith(listenSentence(error, settings)))
server.listen(settings.port, settings.host, async () => {
  const { port } = addressOf(server.address())
  try {
    handle.resolve(await startNext(port))
  } catch (error) {
    const sentence = startSentence(error, settings)
    if (sentence === null) console.error(error)
    exitWith(sentence ?? 'The studio could not start; the reason is above.')
  }
  console.log(`Frisket is at ${urlOf(settings.host, port)}`)
})

async function startNext(port: number): Promise<Handle> {
  // React reads NODE_ENV when it is loaded. And the settings were judged as the environment stands: Next must not add to
  // it from .env files of its own choice (start.mjs reads the one .env that counts).
  Object.assign(process.env, {
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    __NEXT_PROCESSED_ENV: 'true',
    // As `output: 'standalone'` has it: next.config.ts was judged by the build, and its compiler is not needed any more.
    ...(!dev && { __NEXT_PRIVATE_STANDALONE_CONFIG: builtConfig() }),
  })
  const started = studioStarted()
  const { default: next } = await import('next')
  const app = next({ dev, dir: root, hostname: settings.host, port, httpServer: upgrades })
  closeNext = () => app.close()
  ;[stopStudio] = await Promise.all([started, app.prepare()])
  return app.getRequestHandler()
}

/** The configuration that the build was made with. */
function builtConfig(): string {
  const built: { config: unknown } = JSON.parse(readFileSync(join(root, '.next', 'required-server-files.json'), 'utf8'))
  return JSON.stringify(built.config)
}

let firstSignalAt: number | null = null

function onSignal(): void {
  if (firstSignalAt === null) {
    firstSignalAt = performance.now()
    void stop()
  } else if (performance.now() - firstSignalAt > sameSignalMs) {
    process.exit(130)
  }
}

async function stop(): Promise<void> {
  server.close()
  server.closeIdleConnections()
  // No limit of ours: a paid answer is waited for as long as the engine may take (FLUX_TIMEOUT_S).
  await stopStudio().catch(console.error)
  server.closeAllConnections()
  await closeNext()
  process.exit(0)
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env)
  } catch (error) {
    if (error instanceof SettingsError) exitWith(error.message)
    throw error
  }
}

function exitWith(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address
}

function urlOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : isIPv6(host) ? `[${host}]` : host
  return `http://${name}:${port}`
}
