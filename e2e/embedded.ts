// A studio of one process without its pages: what an embedded start opens and carries forward, for the kill rounds, which
// need no build and no port.
import { startWeb } from '../lib/container.ts'

const stop = await startWeb()
process.on('SIGTERM', () => void stop().then(() => process.exit(0)))
// Nothing else keeps it alive while it naps.
setInterval(() => undefined, 60_000)
console.log(`A worker of Frisket is at work, process ${process.pid}`)
