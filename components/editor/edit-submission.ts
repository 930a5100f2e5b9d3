// One press of the run button, made safe to press again: the mask is stored, then the edit is asked for, under one key.
import type { EditRequest, EditView } from '#lib/edits/edit.ts'

export type SubmissionPorts = {
  createMask(imageId: string, png: Blob): Promise<{ id: string }>
  createEdit(request: EditRequest, idempotencyKey: string): Promise<EditView>
  newKey(): string
  /** Whether the server surely said no, so that no edit came of the press. */
  wasRefused(error: unknown): boolean
}

export type Press = {
  imageId: string
  /** null: nothing is painted, the whole picture is edited. `revision` tells one state of the mask from another. */
  mask: { revision: number; png(): Promise<Blob> } | null
  request(maskId: string | null): EditRequest
}

/**
 * Where the answer to a press was lost, the same press once more carries the same key, so the server can tell that it is
 * no second edit. Any change of the request, and any answer, makes the next press a new one.
 */
export function createSubmission(ports: SubmissionPorts): (press: Press) => Promise<EditView> {
  let stored: { imageId: string; revision: number; maskId: string } | null = null
  let open: { body: string; key: string } | null = null

  const storeMask = async ({ imageId, mask }: Press): Promise<string | null> => {
    if (mask === null) return null
    const { revision } = mask
    if (stored?.imageId === imageId && stored.revision === revision) return stored.maskId
    const { id } = await ports.createMask(imageId, await mask.png())
    stored = { imageId, revision, maskId: id }
    return id
  }

  return async (press) => {
    const request = press.request(await storeMask(press))
    const body = JSON.stringify(request)
    const key = open?.body === body ? open.key : ports.newKey()
    open = { body, key }
    try {
      const edit = await ports.createEdit(request, key)
      open = null
      return edit
    } catch (error) {
      if (ports.wasRefused(error)) open = null
      throw error
    }
  }
}
