import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cleanFileName } from '../core/file-name.ts'
import { maxImageBytes } from '../core/limits.ts'
import { insertImage } from '../db/images.ts'
import type { ImageRow } from '../db/schema.ts'
import { downloadTo } from '../net/download.ts'
import type { StudioPorts } from './ports.ts'

const importTimeoutMs = 60_000

/**
 * Takes in a whole file of the scratch folder: judged, made upright and sRGB, kept byte for byte beside that.
 * The file is gone from the scratch folder afterwards, whatever happens.
 * @throws AppError by the input table; then nothing is kept
 */
export async function importImage(
  ports: StudioPorts,
  file: { path: string; name: string | null; kind?: 'upload' | 'probe' },
): Promise<ImageRow> {
  const { db, objects, pixels } = ports
  let copyPath: string | null = null
  try {
    const inspected = await pixels.inspectImage(file.path)
    const copy = await pixels.makeWorkingCopy({ path: file.path, inspected, scratchFolder: objects.scratchFolder })
    copyPath = copy.changed ? copy.path : null
    const id = ports.newId()
    return await ports.gate.run(async () => {
      const original = await objects.adopt(file.path)
      const kept = copyPath ? await objects.adopt(copyPath) : original
      const image: ImageRow = {
        id,
        kind: file.kind ?? 'upload',
        name: file.name ?? `picture.${inspected.format === 'jpeg' ? 'jpg' : inspected.format}`,
        width: copy.width,
        height: copy.height,
        format: copy.format,
        bytes: kept.bytes,
        sha256: kept.sha256,
        original_format: inspected.format,
        original_bytes: original.bytes,
        original_sha256: original.sha256,
        root_image_id: id,
        edit_id: null,
        created_at: ports.now(),
      }
      await insertImage(db, image)
      return image
    })
  } finally {
    await rm(file.path, { force: true })
    if (copyPath) await rm(copyPath, { force: true })
  }
}

/** Fetches an address that a user gave, through the guard, and takes it in. */
export async function importImageFromUrl(ports: StudioPorts, url: string, signal: AbortSignal): Promise<ImageRow> {
  const path = join(ports.objects.scratchFolder, `${ports.newId()}.import`)
  try {
    await downloadTo({
      fetchGuarded: ports.fetchForUsers,
      url,
      path,
      maxBytes: maxImageBytes,
      timeoutMs: importTimeoutMs,
      signal,
      accept: 'image/*',
    })
    return await importImage(ports, { path, name: nameOf(url) })
  } finally {
    await rm(path, { force: true })
  }
}

/** The last part of an address's path, if that can serve as a name. */
function nameOf(url: string): string | null {
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? ''
  try {
    return cleanFileName(decodeURIComponent(last))
  } catch {
    return null
  }
}
