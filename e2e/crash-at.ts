// Runs one of our programs, named by its first argument, and ends it by SIGKILL the moment it reaches the milestone in
// CRASH_AT.
import { subscribe } from 'node:diagnostics_channel'

subscribe('frisket:milestone', (milestone) => {
  if (milestone === process.env.CRASH_AT) process.kill(process.pid, 'SIGKILL')
})

const [program] = process.argv.splice(2, 1)
await import(`../scripts/${program}.ts`)
