// One fill in a process of its own, as the engine's thread does it: for its time and its memory.
//   node scripts/bench/fill/alone.ts IMAGE MASK
import { readFileSync } from 'node:fs'
import { jobs } from '#lib/engines/local-worker.ts'

const [imagePath, maskPath] = process.argv.slice(2)
const image = new Uint8Array(readFileSync(imagePath))
const maskPng = new Uint8Array(readFileSync(maskPath))
const before = process.cpuUsage()
await jobs.edit({ image, maskPng, avoidPng: null, operation: { kind: 'fill' }, seed: 1 })
const { user, system } = process.cpuUsage(before)
process.stdout.write(
  JSON.stringify({ seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1000 }),
)
