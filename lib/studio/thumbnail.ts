import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ThumbnailWidth, thumbnailWidths } from '../core/limits.ts'
import type { StudioPorts } from './ports.ts'

type Ports = Pick<StudioPorts, 'objects' | 'pixels' | 'thumbnailFolder'>

const making = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

/** A WebP of at most that width, made once and kept beside the objects. */
export async function thumbnail(
  ports: Ports,
  wanted: { sha256: string; width: ThumbnailWidth },
): Promise<Uint8Array<ArrayBuffer>> {
  const path = pathOf(ports, wanted)
  const kept = await readFile(path).catch(() => null)
  // Empty after a power cut: it is not synced, since it can be made again.
  if (kept && kept.byteLength > 0) return new Uint8Array(kept)
  // A page asks for many at once and often for the same: each is made once.
  const made = making.get(path) ?? make(ports, { ...wanted, path }).finally(() => making.delete(path))
  making.set(path, made)
  return made
}

async function make(
  { objects, pixels }: Ports,
  { sha256, width, path }: { sha256: string; width: ThumbnailWidth; path: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const made = await objects.withFile(sha256, (imagePath) => pixels.makeThumbnail({ path: imagePath, width }))
  const bytes = new Uint8Array(made)
  const unfinished = `${path}.${randomUUID()}`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(unfinished, bytes)
  await rename(unfinished, path)
  // Its picture may have been deleted meanwhile.
  if (!(await objects.stat(sha256))) await rm(path, { force: true })
  return bytes
}

export async function forgetThumbnails(ports: Pick<StudioPorts, 'thumbnailFolder'>, sha256: string): Promise<void> {
  for (const width of thumbnailWidths) await rm(pathOf(ports, { sha256, width }), { force: true })
}

const pathOf = (
  { thumbnailFolder }: Pick<StudioPorts, 'thumbnailFolder'>,
  { sha256, width }: { sha256: string; width: ThumbnailWidth },
): string => join(thumbnailFolder, sha256.slice(0, 2), `${sha256.slice(2)}-${width}.webp`)

/** Removes what is left of deleted pictures and of thumbnails that were never finished. */
export async function sweepThumbnails(ports: Ports): Promise<void> {
  const { thumbnailFolder, objects } = ports
  const entries = await readdir(thumbnailFolder, { recursive: true }).catch(() => [])
  for (const entry of entries) {
    const [, shard, rest, end] = /^([0-9a-f]{2})[/\\]([0-9a-f]{62})-\d+\.webp(.*)$/.exec(entry) ?? []
    if (shard === undefined) continue
    if (end !== '' || !(await objects.stat(shard + rest))) await rm(join(thumbnailFolder, entry), { force: true })
  }
}
