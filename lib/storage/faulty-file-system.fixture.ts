// A file system that does what the real one does, until the call that is to fail.
import { setTimeout as sleep } from 'node:timers/promises'
import { type FileSystem, nodeFileSystem, type OpenFile } from './file-system.ts'

type Fault = 'ENOSPC' | 'EIO' | 'EROFS' | 'short write' | 'torn write' | 'slow'
type Plan = { fault: Fault /** Counted from 0, over all kinds of calls. */; call: number; lasting: boolean }

/**
 * A short write does half and says so; a torn write does half and says it did all. Both touch only calls that write. A
 * slow call comes late, so that others overtake it.
 */
export function faultyFileSystem(plan: Plan) {
  let { call: failing } = plan
  const calls: string[] = []
  let failedCall: string | null = null

  async function reached(name: string): Promise<boolean> {
    const now = calls.push(name) - 1
    const hit = plan.lasting ? now >= failing : now === failing
    if (hit && plan.fault === 'slow') await sleep(now % 3)
    if (hit && plan.fault !== 'slow') failedCall ??= name
    if (!hit || plan.fault === 'slow' || plan.fault === 'short write' || plan.fault === 'torn write') return hit
    throw Object.assign(new Error(`${plan.fault}: injected, ${name}`), { code: plan.fault })
  }

  const file = (real: OpenFile): OpenFile => ({
    async read(buffer, offset, length) {
      await reached('read')
      return real.read(buffer, offset, length)
    },
    async write(buffer, offset, length) {
      if (!(await reached('write')) || plan.fault === 'slow') return real.write(buffer, offset, length)
      const half = await real.write(buffer, offset, Math.ceil(length / 2))
      return plan.fault === 'torn write' ? { bytesWritten: length } : half
    },
    async sync() {
      await reached('sync')
      await real.sync()
    },
    async stat() {
      await reached('fstat')
      return real.stat()
    },
    async close() {
      // A descriptor is gone even where closing it fails.
      await real.close()
      await reached('close')
    },
    createReadStream: (options) => real.createReadStream(options),
  })

  const fileSystem: FileSystem = {
    async open(path, flags) {
      await reached('open')
      return file(await nodeFileSystem.open(path, flags))
    },
    async mkdir(path, options) {
      await reached('mkdir')
      return nodeFileSystem.mkdir(path, options)
    },
    async rename(from, to) {
      await reached('rename')
      await nodeFileSystem.rename(from, to)
    },
    async unlink(path) {
      await reached('unlink')
      await nodeFileSystem.unlink(path)
    },
    async stat(path) {
      await reached('stat')
      return nodeFileSystem.stat(path)
    },
    async readdir(path) {
      await reached('readdir')
      return nodeFileSystem.readdir(path)
    },
  }

  return {
    fileSystem,
    /** The kinds of calls made so far, in their order. */
    calls,
    /** What the first failed call was; null while none has. */
    get failedCall() {
      return failedCall
    },
    /** Nothing fails any more. */
    heal() {
      failing = Number.POSITIVE_INFINITY
    },
    /** The call to fail, counted from here. */
    failFromNow(call: number) {
      failing = calls.length + call
    },
  }
}
