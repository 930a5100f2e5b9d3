// What is set while a version is refined, and what of it is asked of the server.
import type { Rect } from '#lib/core/geometry.ts'
import { wholeRect } from '#lib/core/geometry.ts'
import type { EditView, ImageView, LineageView, OutputFormat } from '#lib/edits/edit.ts'
import type { RefineRequest } from '#lib/edits/refine-request.ts'
import { isPlainEdge, type MaskEdge, plainEdge } from '#lib/mask/edge.ts'
import type { Cover } from './blend-preview.ts'
import type { Match } from './found-correction.ts'

export type RefineDraft = { readonly edge: MaskEdge; readonly match: Match; readonly outputFormat: OutputFormat }

/** An edit that can be refined, and the picture that it began on. */
export type Refinable = {
  readonly edit: EditView
  readonly rawImageId: string
  readonly input: ImageView
  /** What the engine has seen of it. */
  readonly box: Rect
  /** As it was painted; null shows all that the engine has made. */
  readonly paintedMaskId: string | null
}

export function refinableOf(edit: EditView | null, lineage: LineageView): Refinable | null {
  if (edit === null || edit.state !== 'done' || edit.rawImageId === null || edit.frame.kind !== 'keep') return null
  const input = lineage.images.find(({ id }) => id === edit.imageId)
  if (!input) return null
  return {
    edit,
    rawImageId: edit.rawImageId,
    input,
    box: edit.crop?.box ?? wholeRect(input),
    paintedMaskId: edit.refinement ? edit.refinement.maskId : edit.maskId,
  }
}

/** A version that was refined before goes on from there. */
export function draftOf({ frame, refinement, outputFormat }: EditView): RefineDraft {
  const keep = frame.kind === 'keep' ? frame : null
  return {
    edge: refinement?.edge ?? plainEdge,
    match: { align: keep?.align ?? 'auto', matchColour: keep?.matchColour ?? 'auto' },
    outputFormat,
  }
}

export const sameDraft = (a: RefineDraft, b: RefineDraft): boolean => JSON.stringify(a) === JSON.stringify(b)

/** `maskId` undefined: as it was painted before. */
export const refineRequest = (
  { edge, match, outputFormat }: RefineDraft,
  maskId: string | undefined,
): RefineRequest => ({
  ...(maskId === undefined ? {} : { maskId }),
  ...edge,
  ...match,
  outputFormat,
})

type Shaping = {
  readonly painted: Cover
  /** As the preview was blended; null until it was. */
  readonly shaped: Cover | null
  readonly edge: MaskEdge
  /** Something is painted that will be cut away. */
  readonly beyond: boolean
}

/** The painted mask itself where it is stored as it is; else what growing, feathering and cutting leave of it. */
export function coverAsStored({ painted, shaped, edge, beyond }: Shaping): Cover | null {
  return painted.coverage === 0 || (isPlainEdge(edge) && !beyond) ? painted : shaped
}

/** True where something is painted that the engine has not seen. */
export function reachesBeyond(painted: Rect | null, box: Rect): boolean {
  if (painted === null || painted.width === 0) return false
  return (
    painted.x < box.x ||
    painted.y < box.y ||
    painted.x + painted.width > box.x + box.width ||
    painted.y + painted.height > box.y + box.height
  )
}
