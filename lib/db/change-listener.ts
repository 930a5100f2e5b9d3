// Hears from PostgreSQL that rows have changed, whichever process changed them. What was said while the connection was
// down is not repeated, so every new connection begins with one call; and until there is one, the listener calls on its own.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { changeChannel } from './events.ts'
import { clientConfig, type PostgresOptions } from './postgres.ts'

const pollEveryMs = 1_000
/** A connection that a firewall has dropped looks open for hours: it is asked now and then. */
const askEveryMs = 15_000
const askTimeoutMs = 5_000

export type ChangeListener = {
  /** Whether changes are heard at this moment, not only looked for. */
  listening(): boolean
  close(): Promise<void>
}

export function listenForChanges(options: PostgresOptions, onChange: () => void): ChangeListener {
  const closing = new AbortController()
  let current: pg.Client | null = null

  /** Resolves when the connection is at its end, however it came to it. */
  async function listenOnce(): Promise<void> {
    const client = new pg.Client({ ...clientConfig(options), query_timeout: askTimeoutMs })
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve)
      client.once('error', (error) => {
        options.onError(error)
        resolve()
      })
      closing.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    client.on('notification', onChange)
    let asking: NodeJS.Timeout | undefined
    try {
      await client.connect()
      await client.query(`listen ${changeChannel}`)
      current = client
      onChange()
      asking = setInterval(() => {
        client.query('select 1').catch((error: Error) => client.emit('error', error))
      }, askEveryMs)
      await ended
    } finally {
      current = null
      clearInterval(asking)
      client.on('error', () => undefined)
      await client.end().catch(() => undefined)
    }
  }

  const running = (async () => {
    while (!closing.signal.aborted) {
      await listenOnce().catch(options.onError)
      onChange()
      await sleep(pollEveryMs, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  })()

  return {
    listening: () => current !== null,
    async close() {
      closing.abort()
      await running
    },
  }
}
