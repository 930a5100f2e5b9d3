// Where else of this picture's versions there is a mask: kept in this browser, or stored with the edit that used it.
import { getMask } from '#lib/client/mask-file.ts'
import { loadMask } from './mask-store.ts'
import type { Version } from './version-tree.ts'

export type CopySource =
  /** What was painted on that version in this browser. */
  | { readonly kind: 'kept'; readonly version: Version }
  /** What the edit was sent with that made that version. */
  | { readonly kind: 'edit'; readonly version: Version; readonly maskId: string }

export const copySources = (versions: readonly Version[], imageId: string): readonly CopySource[] =>
  versions.flatMap((version): CopySource[] => {
    const maskId = version.edit?.maskId ?? null
    return [
      ...(version.image.id === imageId ? [] : [{ kind: 'kept', version } as const]),
      ...(maskId === null ? [] : [{ kind: 'edit', version, maskId } as const]),
    ]
  })

/** Null where nothing is kept any more. @throws ApiError where the server has to be asked */
export async function readCopy(source: CopySource): Promise<Blob | null> {
  if (source.kind === 'edit') return getMask(source.maskId)
  const kept = await loadMask(source.version.image.id)
  return kept && new Blob([kept.png], { type: 'image/png' })
}
