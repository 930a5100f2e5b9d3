// The one picture that an engine is shown of two, kept beside what comes of it.
import { fileEnding } from '../core/file-name.ts'
import type { EditRow, NewImage } from '../db/schema.ts'
import type { Composition } from '../edits/composition.ts'
import type { EnginePicture } from '../engines/engine.ts'
import type { StudioPorts } from '../studio/ports.ts'
import { imageOf } from './new-image.ts'

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
  const name = `merged.${fileEnding(format)}`
  const made = { width, height, format, sha256, bytes: bytes.byteLength }
  const image = imageOf(ports, edit, { ...made, kind: 'raw', name, at: ports.now() })
  return { image, composition: JSON.stringify({ ...composition, mergedImageId: image.id } satisfies Composition) }
}
