// Finds the mask of each row where its source says, and has the server keep it for the picture. A file is held by this
// page only: after a reload what was stored stays, and what was not has to be given again.
import { createMask, getImage } from '#lib/client/api.ts'
import { ApiError, toApiError } from '#lib/client/api-error.ts'
import { readLink } from '#lib/client/incoming.ts'
import { decodeMask, type MaskSource as FileSource } from '#lib/client/mask-file.ts'
import { maskStem, pictureStem } from '#lib/edits/batch-file.ts'
import { loadMask } from '../editor/mask-store.ts'
import { type BatchDraft, changeMask, type MaskChoice, type Picture, refusalOf } from './batch-draft.ts'
import { changeBatch, currentBatch } from './batch-store.ts'

/** Files that were given as masks, by lower-case name. */
const files = new Map<string, File>()
let shared: File | null = null

export const sharedMaskName = (): string | null => shared?.name ?? null

/** One for all. What was found before for rows that share it is looked at anew. */
export function shareMask(file: File): void {
  shared = file
  renew(({ source }) => source === 'shared')
}

/** Files named after pictures. Rows without a mask take theirs; others keep what they have. */
export function giveMasks(given: readonly File[]): void {
  for (const file of given) files.set(file.name.toLowerCase(), file)
  adoptMasks()
  renew(({ source, stored }) => source === 'name' && !stored)
}

/** For rows that come after the files that are named after them. */
export function adoptMasks(): void {
  if (files.size === 0) return
  const adopt = (mask: MaskChoice, picture: Picture | null): MaskChoice =>
    mask.source === 'none' && picture && fileFor(picture, mask) ? { ...mask, source: 'name' } : mask
  changeBatch((draft) => ({
    ...draft,
    entries: draft.entries.map((entry) => ({ ...entry, mask: adopt(entry.mask, entry.picture) })),
    rows: draft.rows.map((row) => ({ ...row, mask: adopt(row.mask, row.picture) })),
  }))
}

function renew(which: (mask: MaskChoice) => boolean): void {
  const fresh = (mask: MaskChoice): MaskChoice => (which(mask) ? { ...mask, stored: null, trouble: null } : mask)
  changeBatch((draft) => ({
    ...draft,
    entries: draft.entries.map((entry) => ({ ...entry, mask: fresh(entry.mask) })),
    rows: draft.rows.map((row) => ({ ...row, mask: fresh(row.mask) })),
  }))
  workOnMasks()
}

/** Every mask of another size is scaled. */
export function scaleAllMasks(): void {
  const scaled = (mask: MaskChoice): MaskChoice =>
    mask.trouble?.kind === 'size' ? { ...mask, trouble: null, scale: true } : mask
  changeBatch((draft) => ({
    ...draft,
    entries: draft.entries.map((entry) => ({ ...entry, mask: scaled(entry.mask) })),
    rows: draft.rows.map((row) => ({ ...row, mask: scaled(row.mask) })),
  }))
  workOnMasks()
}

function fileFor(picture: Picture, { wanted }: MaskChoice): FileSource | null {
  const link = wanted === null ? null : readLink(wanted)
  if (link !== null) return { kind: 'url', url: link }
  const file =
    wanted === null
      ? [...files.values()].find(({ name }) => maskStem(name) === pictureStem(picture.name))
      : files.get(wanted.toLowerCase().replace(/^.*[/\\]/, ''))
  return file ? { kind: 'file', file } : null
}

type Work = { key: string; picture: Picture; mask: MaskChoice }

const isOpen = ({ source, stored, trouble }: MaskChoice): boolean => source !== 'none' && !stored && !trouble

function openWork({ entries, rows }: BatchDraft): Work[] {
  return [...entries, ...rows].flatMap(({ key, picture, mask }) =>
    picture && isOpen(mask) ? [{ key, picture, mask }] : [],
  )
}

const atOnce = 2
const underWay = new Set<string>()

/** Looks for what is not known yet, a few at a time, until nothing is left. */
export function workOnMasks(): void {
  for (const work of openWork(currentBatch())) {
    if (underWay.size >= atOnce) return
    if (underWay.has(work.key)) continue
    underWay.add(work.key)
    void resolve(work)
      .then((found) => {
        changeBatch((draft) => {
          const now = [...draft.entries, ...draft.rows].find(({ key }) => key === work.key)
          // Changed meanwhile: this is the answer to another question.
          return now && sameWish(now.mask, work.mask) ? changeMask(draft, work.key, { ...now.mask, ...found }) : draft
        })
      })
      .finally(() => {
        underWay.delete(work.key)
        workOnMasks()
      })
  }
}

const sameWish = (a: MaskChoice, b: MaskChoice): boolean =>
  a.source === b.source && a.wanted === b.wanted && a.scale === b.scale && isOpen(a)

type Found = Pick<MaskChoice, 'stored' | 'trouble'>
const missing: Found = { stored: null, trouble: { kind: 'missing' } }

async function resolve({ picture, mask }: Work): Promise<Found> {
  try {
    if (mask.source === 'own') return await findOwn(picture)
    const source: FileSource | null =
      mask.source === 'name' ? fileFor(picture, mask) : shared ? { kind: 'file', file: shared } : null
    if (!source) return missing
    const png = await decodeMask({ imageId: picture.id, source, channel: null, scale: mask.scale })
    const { id, coverage } = await createMask(picture.id, png)
    const name = source.kind === 'file' && source.file instanceof File ? source.file.name : (mask.wanted ?? '')
    return { stored: { id, coverage, of: name, name }, trouble: null }
  } catch (error) {
    return { stored: null, trouble: troubleOf(toApiError(error)) }
  }
}

function troubleOf(error: ApiError): MaskChoice['trouble'] {
  const { code, details } = error
  if (code === 'mask_size_mismatch') {
    return { kind: 'size', width: Number(details.width), height: Number(details.height) }
  }
  return { kind: 'refused', code: refusalOf(code) }
}

const keptOf = (savedAt: number): string => `painted ${savedAt}`

/** What is painted in this browser; else the mask of the last edit that began on this very picture. */
export async function findOwn(picture: Picture): Promise<Found> {
  const kept = await loadMask(picture.id).catch(() => null)
  if (kept) {
    try {
      const { id, coverage } = await createMask(picture.id, new Blob([kept.png], { type: 'image/png' }))
      return { stored: { id, coverage, of: keptOf(kept.savedAt), name: null }, trouble: null }
    } catch (error) {
      // Painted and wiped away again.
      if (!(error instanceof ApiError && error.code === 'mask_empty')) throw error
    }
  }
  const { lineage } = await getImage(picture.id)
  const last = lineage.edits.findLast((edit) => edit.imageId === picture.id && edit.maskId !== null)
  if (!last?.maskId) return missing
  return { stored: { id: last.maskId, coverage: null, of: `edit ${last.id}`, name: null }, trouble: null }
}

/** After a way to the editor: what has been painted since is taken instead of what was. */
export async function lookAtOwnMasks(): Promise<void> {
  const { entries, rows } = currentBatch()
  for (const { key, picture, mask } of [...entries, ...rows]) {
    if (!picture || mask.source !== 'own') continue
    const kept = await loadMask(picture.id).catch(() => null)
    const isKnown = mask.stored && (kept ? mask.stored.of === keptOf(kept.savedAt) : true)
    if (isKnown) continue
    changeBatch((draft) => changeMask(draft, key, { ...mask, stored: null, trouble: null }))
  }
  workOnMasks()
}
