// The tests' side of /admin: one call for each thing that the provider can be asked or told.
import { z } from 'zod'
import type { FaultInput } from './faults.ts'
import {
  type Download,
  downloadSchema,
  type LedgerEntry,
  type LoggedRequest,
  ledgerEntrySchema,
  loggedRequestSchema,
  type Snapshot,
  type StrayVisit,
  snapshotSchema,
  strayVisitSchema,
} from './records.ts'
import type { SettingsPatch } from './settings.ts'

/** Every call rejects with the provider's own words where it refuses. */
export type ProviderAdmin = {
  ledger(): Promise<LedgerEntry[]>
  requests(): Promise<LoggedRequest[]>
  downloads(): Promise<Download[]>
  /** Visits to the trap that redirects lead to. */
  strays(): Promise<StrayVisit[]>
  state(): Promise<Snapshot>
  /** The bytes as they arrived; null where request `n` had none. */
  imageOf(n: number): Promise<Buffer | null>
  /** The picture in place 2 and on, as it was sent beside the first. */
  referenceOf(n: number, place: number): Promise<Buffer | null>
  maskOf(n: number): Promise<Buffer | null>
  /** Queued in this order behind those that still wait. */
  fault(...faults: FaultInput[]): Promise<void>
  settings(patch: SettingsPatch): Promise<void>
  advance(ms: number): Promise<void>
  /** Lets go what is held, and says how many calls and downloads that were. */
  release(): Promise<number>
  /** Resolves once so many are held; rejects after `timeoutMs` (60 s). */
  untilHeld(wanted: { calls?: number; downloads?: number }, timeoutMs?: number): Promise<void>
  /** Forgets everything and cuts off what waits. */
  reset(): Promise<void>
}

/** @param origin of the API port, such as http://127.0.0.1:4010 */
export function providerAdmin(origin: string): ProviderAdmin {
  const ask = async (path: string, body?: unknown): Promise<Response> => {
    const post = body !== undefined && { method: 'POST', body: JSON.stringify(body) }
    return fetch(new URL(`/admin/${path}`, origin), { ...post })
  }
  const json = async <S extends z.ZodType>(schema: S, path: string, body?: unknown): Promise<z.output<S>> => {
    const response = await ask(path, body)
    if (!response.ok) throw new Error(`the provider refused ${path}: ${await response.text()}`)
    return schema.parse(await response.json())
  }
  const upload = async (path: string): Promise<Buffer | null> => {
    const response = await ask(path)
    return response.ok ? Buffer.from(await response.arrayBuffer()) : null
  }
  const command = async (path: string, body: unknown): Promise<void> => {
    await json(z.unknown(), path, body)
  }
  const state = (): Promise<Snapshot> => json(snapshotSchema, 'state')

  return {
    ledger: () => json(z.array(ledgerEntrySchema), 'ledger'),
    requests: () => json(z.array(loggedRequestSchema), 'requests'),
    downloads: () => json(z.array(downloadSchema), 'downloads'),
    strays: () => json(z.array(strayVisitSchema), 'strays'),
    state,
    imageOf: (n) => upload(`requests/${n}/image`),
    referenceOf: (n, place) => upload(`requests/${n}/image-${place}`),
    maskOf: (n) => upload(`requests/${n}/mask`),
    fault: (...faults) => command('faults', faults),
    settings: (patch) => command('settings', patch),
    advance: (ms) => command('clock', { advanceMs: ms }),
    release: async () => (await json(z.object({ released: z.int() }), 'release', {})).released,
    async untilHeld({ calls = 0, downloads = 0 }, timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs
      for (;;) {
        const { held } = await state()
        if (held.calls >= calls && held.downloads >= downloads) return
        if (Date.now() > deadline) throw new Error(`held are ${JSON.stringify(held)}, not enough`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    reset: () => command('reset', {}),
  }
}
