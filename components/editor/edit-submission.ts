// One press of the run button, made safe to press again: masks are stored, then edits are asked for, each under its key.
import type { EditRequest, EditView, VariationsRequest } from '#lib/edits/edit.ts'

export type SubmissionPorts = {
  createMask(imageId: string, png: Blob): Promise<{ id: string }>
  createEdit(request: EditRequest, idempotencyKey: string): Promise<EditView>
  createVariations(request: VariationsRequest, idempotencyKey: string): Promise<EditView[]>
  newKey(): string
  /** Whether the server surely said no, so that no edit came of the press. */
  wasRefused(error: unknown): boolean
  /** Of every edit that was begun, also where a later one of the same press was not. */
  onBegun(edit: EditView): void
}

export type Press = {
  imageId: string
  /**
   * null: nothing is painted, the whole picture is edited. `revision` tells one state of the mask from another. Of
   * several parts each is an edit, and goes on from the output of the one before.
   */
  mask: { revision: number; parts: readonly (() => Promise<Blob>)[] } | null
  request(maskId: string | null): EditRequest
  /** Of two and more, all are asked for in one act: the mask is one part then. */
  variations?: { count: number; setId?: string }
}

/**
 * Where the answer to a press was lost, the same press once more carries the same keys, so the server can tell that it is
 * no second edit; parts that were begun are not asked for again. Any change of a request, and any answer to the last,
 * makes the next press a new one.
 * @returns the first edit
 */
export function createSubmission(ports: SubmissionPorts): (press: Press) => Promise<EditView> {
  let stored: { of: string; maskIds: string[] } = { of: '', maskIds: [] }
  let keys = new Map<string, string>()
  let begun = new Map<string, EditView[]>()
  const forget = (): void => {
    keys = new Map()
    begun = new Map()
  }

  const storeMask = async ({ imageId, mask }: Press, index: number): Promise<string | null> => {
    if (mask === null) return null
    const of = `${imageId} ${mask.revision} ${mask.parts.length}`
    if (stored.of !== of) stored = { of, maskIds: [] }
    stored.maskIds[index] ??= (await ports.createMask(imageId, await mask.parts[index]())).id
    return stored.maskIds[index]
  }

  const ask = async (request: EditRequest, variations?: Press['variations']): Promise<EditView> => {
    const { after: _, ...alone } = request
    const many = variations && { ...alone, count: variations.count, variationSetId: variations.setId }
    const body = JSON.stringify(many ?? request)
    const known = begun.get(body)
    if (known) return known[0]
    // Another request than the one that is open: whatever became of that, this is a new press.
    if (request.after === undefined && !keys.has(body)) forget()
    const key = keys.get(body) ?? ports.newKey()
    keys.set(body, key)
    const edits = many ? await ports.createVariations(many, key) : [await ports.createEdit(request, key)]
    begun.set(body, edits)
    for (const edit of edits) ports.onBegun(edit)
    return edits[0]
  }

  return async (press) => {
    try {
      const first = await ask(press.request(await storeMask(press, 0)), press.variations)
      let last = first
      for (let index = 1; index < (press.mask?.parts.length ?? 1); index++) {
        last = await ask({ ...press.request(await storeMask(press, index)), after: last.id })
      }
      forget()
      return first
    } catch (error) {
      if (ports.wasRefused(error)) forget()
      throw error
    }
  }
}
