// fetching → finishing: the result is brought home before its address expires, decoded whole, and stored.
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAppError } from '../core/errors.ts'
import { lifeOf } from '../db/edits.ts'
import type { AnswerSource, RawResult } from '../edits/lifecycle.ts'
import { downloadTo } from '../net/download.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { backoffMs, type Lease, type Step, writeMove } from './lease.ts'
import { reached } from './milestones.ts'

const maxResultBytes = 100_000_000
const downloadTimeoutMs = 120_000
/** The deadline keeps a minute in hand; past that and another minute the address is gone for good. */
const graceMs = 120_000

export const fetchResult: Step = async (ports, lease) => {
  const life = lifeOf(lease.edit)
  if (life.state !== 'fetching') return
  const path = join(ports.objects.scratchFolder, `${lease.edit.id}.${lease.edit.fence}.result`)
  try {
    await bringHome(ports, lease, { source: life.source, path })
    reached('downloaded')
    const found = await ports.pixels.checkResult(path)
    reached('result judged')
    await ports.gate.run(async () => {
      const { sha256, bytes } = await ports.objects.adopt(path)
      reached('raw stored')
      const raw: RawResult = { sha256, bytes, width: found.width, height: found.height, format: found.format }
      await writeMove(ports, lease, { event: { kind: 'fetch', raw }, at: ports.now(), attemptId: life.attemptId })
    })
    reached('raw committed')
  } catch (error) {
    if (lease.signal.aborted) return
    await postponeOrSpoil(ports, lease, { error, path })
  } finally {
    await rm(path, { force: true })
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
  // Even past the deadline it is tried once more: the clock may have jumped. Bytes that are here already cannot be late.
  // And a result that was fetched, but could not be stored, has not been lost by its engine: there may be room for the next.
  const unstored = isAppError(error) && error.code === 'storage_failed'
  const late = life.source.kind === 'url' && !unstored && tries > 0 && at > life.deadlineAt + graceMs
  if (broken && (late || life.source.kind === 'object')) {
    await keepAside(ports, lease, path)
    await writeMove(ports, lease, { event: { kind: 'spoil', code: 'result_invalid' }, at, attemptId })
    return
  }
  if (late) {
    await writeMove(ports, lease, { event: { kind: 'spoil', code: 'result_lost' }, at, attemptId })
    return
  }
  const notBefore = at + Math.min(Math.round(backoffMs(tries) / 2), 10_000)
  await writeMove(ports, lease, { event: { kind: 'postpone', notBefore, fault: broken }, at, attemptId })
}

/** For whoever looks into it. Not being able to must not keep the edit from ending. */
async function keepAside(ports: StudioPorts, { edit }: Lease, path: string): Promise<void> {
  try {
    await mkdir(ports.asideFolder, { recursive: true })
    await rename(path, join(ports.asideFolder, edit.id))
  } catch (error) {
    ports.log.error({ err: error, edit: edit.id }, 'a result that is no picture could not be kept aside')
  }
}
