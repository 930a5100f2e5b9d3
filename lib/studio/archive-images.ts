// Pictures as one ZIP, made while it is sent: nothing of it is ever whole in memory or on disk.
import { makeZip } from 'client-zip'
import { createArchiveNames } from '../core/archive-names.ts'
import { AppError } from '../core/errors.ts'
import { findFamily } from '../db/images.ts'
import type { StudioPorts } from './ports.ts'

/**
 * Uploads with all their versions, in the order given. One that has been deleted meanwhile is left out.
 * The pictures are stored as they are: they are compressed already.
 * @throws AppError not_found where none is left
 */
export async function archiveImages(
  { db, objects }: Pick<StudioPorts, 'db' | 'objects'>,
  ids: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  const nameOf = createArchiveNames()
  const versionsOf = async (id: string) => (await findFamily(db, id)).images.filter(({ kind }) => kind !== 'raw')
  let some = false
  for (const id of ids) {
    some = (await versionsOf(id)).length > 0
    if (some) break
  }
  if (!some) throw new AppError('not_found')

  async function* files() {
    for (const id of ids) {
      for (const image of await versionsOf(id)) {
        // Between the list and the stream it may have been deleted.
        if (!(await objects.stat(image.sha256))) continue
        yield {
          name: nameOf(image.name, image.format),
          lastModified: new Date(image.created_at),
          size: image.bytes,
          input: await objects.stream(image.sha256),
        }
      }
    }
  }
  return makeZip(files(), { buffersAreUTF8: true })
}
