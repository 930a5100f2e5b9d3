// fetching → finishing: the result is brought home before its address expires, decoded whole, and stored.
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, isAppError } from '../core/errors.ts'
import { lifeOf, StaleWriteError } from '../db/edits.ts'
import type { AnswerSource, RawResult } from '../edits/lifecycle.ts'
import { downloadTo } from '../net/download.ts'
import type { StoredObject } from '../storage/object-store.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { backoffMs, type Lease, type Step, writeMove } from './lease.ts'
import { reached } from './milestones.ts'

const maxResultBytes = 100_000_000
const downloadTimeoutMs = 120_000
/** The deadline keeps a minute in hand; past that and another minute the address should be gone for good. */
const graceMs = 120_000
/** So many tries take minutes by any clock: whoever has made them has not only seen its clock jump. */
const manyTries = 20

export const fetchResult: Step = async (ports, lease) => {
  const life = lifeOf(lease.edit)
  if (life.state !== 'fetching') return
  const path = join(ports.objects.scratchFolder, `${lease.edit.id}.${lease.edit.fence}.result`)
  try {
    await bringHome(ports, lease, { source: life.source, path })
    reached('downloaded')
    const found = await ports.pixels.checkResult(path)
    reached('result judged')
    await store(ports, lease, { path, found, attemptId: life.attemptId })
    reached('raw committed')
  } catch (error) {
    if (lease.signal.aborted) return
    await postponeOrSpoil(ports, lease, { error, path })
  } finally {
    await rm(path, { force: true })
  }
}

type Found = Pick<RawResult, 'width' | 'height' | 'format'>

/**
 * The bytes are here, and perhaps nowhere else any more: where they cannot be stored or written down now, they are held,
 * and that is tried again until it can.
 */
async function store(
  ports: StudioPorts,
  lease: Lease,
  { path, found, attemptId }: { path: string; found: Found; attemptId: string },
): Promise<void> {
  let object: StoredObject | null = null
  for (let tries = 0; ; tries++) {
    try {
      return await ports.gate.run(async () => {
        // Between two tries a sweep may have taken what no row needed yet; then the address is all there is.
        if (object !== null && (await ports.objects.stat(object.sha256)) === null) {
          throw new AppError('storage_failed', { cause: 'the result was swept away' })
        }
        object ??= await ports.objects.adopt(path)
        reached('raw stored')
        const { width, height, format } = found
        const raw: RawResult = { sha256: object.sha256, bytes: object.bytes, width, height, format }
        await writeMove(ports, lease, { event: { kind: 'fetch', raw }, at: ports.now(), attemptId })
      })
    } catch (error) {
      const final = isAppError(error) && !error.retryable
      if (error instanceof StaleWriteError || final || lease.signal.aborted) throw error
      ports.log.error({ err: error, edit: lease.edit.id, tries }, 'a result that is here could not be stored')
      // Other results may still be brought home meanwhile.
      lease.stepAside?.()
      await sleep(backoffMs(tries), undefined, { signal: lease.signal })
    }
  }
}

async function bringHome(
  ports: StudioPorts,
  lease: Lease,
  { source, path }: { source: AnswerSource; path: string },
): Promise<void> {
  if (source.kind === 'url') {
    await downloadTo({
      fetchGuarded: ports.fetchResults,
      url: source.url,
      path,
      maxBytes: maxResultBytes,
      timeoutMs: downloadTimeoutMs,
      signal: lease.signal,
    })
    return
  }
  await ports.objects.withFile(source.sha256, (from) => copyFile(from, path))
}

async function postponeOrSpoil(
  ports: StudioPorts,
  lease: Lease,
  { error, path }: { error: unknown; path: string },
): Promise<void> {
  const life = lifeOf(lease.edit)
  if (life.state !== 'fetching') return
  const at = ports.now()
  const { attemptId, tries } = life
  const broken = isAppError(error) && error.code === 'result_invalid'
  ports.log.warn(
    { code: isAppError(error) ? error.code : String(error), edit: lease.edit.id, tries },
    'a result could not be fetched',
  )
  // Even past the deadline it is tried, and more than once: the clock may have jumped. It is given up where the address
  // says that it is gone, or does not come to its senses. Bytes that are here already cannot be late. And a result that
  // was fetched, but could not be stored, has not been lost by its engine: there may be room for the next.
  const unstored = isAppError(error) && error.code === 'storage_failed'
  const gone = broken || (isAppError(error) && !error.retryable)
  const triedEnough = tries >= (gone ? 1 : manyTries)
  const late = life.source.kind === 'url' && !unstored && triedEnough && at > life.deadlineAt + graceMs
  if (broken && (late || life.source.kind === 'object')) {
    await keepAside(ports, lease, path)
    await writeMove(ports, lease, { event: { kind: 'spoil', code: 'result_invalid' }, at, attemptId })
    return
  }
  if (late) {
    await keepAside(ports, lease, path)
    await writeMove(ports, lease, { event: { kind: 'spoil', code: 'result_lost' }, at, attemptId })
    return
  }
  const notBefore = at + Math.min(Math.round(backoffMs(tries) / 2), 10_000)
  await writeMove(ports, lease, { event: { kind: 'postpone', notBefore, fault: broken }, at, attemptId })
}

/** What there is of it, for whoever looks into it. Not being able to must not keep the edit from ending. */
async function keepAside(ports: StudioPorts, { edit }: Lease, path: string): Promise<void> {
  try {
    await mkdir(ports.asideFolder, { recursive: true })
    await rename(path, join(ports.asideFolder, edit.id))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    ports.log.error({ err: error, edit: edit.id }, 'a result that cannot be used could not be kept aside')
  }
}
