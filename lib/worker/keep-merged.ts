// The one picture that an engine is shown of two, kept beside what comes of it.
import type { EditRow, NewImage } from '../db/schema.ts'
import type { Composition } from '../edits/composition.ts'
import type { EnginePicture } from '../engines/engine.ts'
import type { StudioPorts } from '../studio/ports.ts'

export type Merged = { image: NewImage; composition: string }

/**
 * Stores it, and tells what is to be written with the attempt. Null where its own picture is sent, or where an earlier
 * attempt has kept it. Held under the gate by the caller until that is written.
 * @throws AppError storage_failed
 */
export async function keepMerged(ports: StudioPorts, edit: EditRow, picture: EnginePicture): Promise<Merged | null> {
  const composition: Composition | null = edit.composition && JSON.parse(edit.composition)
  if (!composition?.plan || composition.mergedImageId !== undefined) return null
  const { width, height, format, bytes } = picture
  const { sha256 } = await ports.objects.put(bytes)
  const id = ports.newId()
  const image: NewImage = {
    ...{ id, kind: 'raw', width, height, format, sha256, bytes: bytes.byteLength },
    name: `merged.${format === 'jpeg' ? 'jpg' : format}`,
    original_format: null,
    original_bytes: null,
    original_sha256: null,
    root_image_id: edit.root_image_id,
    edit_id: edit.id,
    created_at: ports.now(),
  }
  return { image, composition: JSON.stringify({ ...composition, mergedImageId: id } satisfies Composition) }
}
