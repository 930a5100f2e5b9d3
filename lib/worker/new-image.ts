// The row of a picture that an edit has made.
import { fileEnding } from '../core/file-name.ts'
import type { EditRow, NewImage } from '../db/schema.ts'
import type { RawResult } from '../edits/lifecycle.ts'
import type { StudioPorts } from '../studio/ports.ts'

type Made = RawResult & { kind: 'raw' | 'output'; name: string; at: number }

/** As it was made: there is no original in another encoding. */
export function imageOf(ports: StudioPorts, edit: EditRow, made: Made): NewImage {
  return {
    id: ports.newId(),
    kind: made.kind,
    name: made.name,
    width: made.width,
    height: made.height,
    format: made.format,
    bytes: made.bytes,
    sha256: made.sha256,
    original_format: null,
    original_bytes: null,
    original_sha256: null,
    root_image_id: edit.root_image_id,
    edit_id: edit.id,
    created_at: made.at,
  }
}

/** "cat.jpg" → "cat_v3.png", the number under which the studio shows it; a version of a version has one number, too. */
export function versionName(name: string, { number, format }: { number: number; format: string }): string {
  const stem = name.replace(/\.[^.]{1,5}$/, '').replace(/_v\d+$/, '')
  return `${stem}_v${number}.${fileEnding(format)}`
}
