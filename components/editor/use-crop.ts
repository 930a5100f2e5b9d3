'use client'

import { useStore } from 'zustand'
import { containsRect, type Rect, unionRects } from '#lib/core/geometry.ts'
import { type CropPlan, planCrop } from '#lib/frame/crop.ts'
import { useEditorSession } from './editor-session.tsx'
import { useIslandChoice } from './use-islands.ts'

export type Crop = {
  /** Of the edit under way as it was recorded; else what the server will plan, by the very same function. */
  plan: CropPlan
  /** Of islands that are edited one by one each has its own; else it is the one plan. */
  plans: readonly CropPlan[]
  /** Whether anything is painted: without a mask the whole picture is edited. */
  masked: boolean
  /** The box was drawn by hand, and no longer follows the mask. */
  locked: boolean
  /** Null while an edit has the picture. */
  change: CropChange | null
}

export type CropChange = {
  drag(box: Rect | null): void
  /** Null: the box follows the mask again. */
  lock(box: Rect | null): void
}

/** Whether `useCrop` has one, for those who need not follow it. */
export function useHasCrop(): boolean {
  const { engine, draft, activity, result, refine } = useEditorSession()
  if (activity.kind === 'running' || activity.kind === 'lost') return activity.edit.crop !== null
  const keeps = engine !== null && engine.crop !== null && draft.frame.kind !== 'reframe'
  return keeps && result === null && refine.now === null
}

/**
 * What part of the picture is sent; null where the engine is given all of it, or a new frame is drawn. It follows the
 * hand that paints, and so must all that is said of it: rows of one moment beside notes of another are false.
 */
export function useCrop(): Crop | null {
  const { store, cropWatch, image, engine, draft, changeDraft, activity, result, compare, refine } = useEditorSession()
  const mask = useStore(store, (state) => state.mask.bounds)
  const { chosen } = useIslandChoice()
  const reach = useStore(cropWatch, (state) => {
    if (state.reach === null) return null
    // What is inside the mask already moves nothing, and is no reason to render under the hand.
    return chosen === null && mask !== null && containsRect(mask, state.reach) ? null : state.reach
  })
  const dragged = useStore(cropWatch, (state) => state.drag)
  if (activity.kind === 'running' || activity.kind === 'lost') {
    const { crop: plan, maskId, frame } = activity.edit
    const locked = frame.kind === 'keep' && frame.crop !== undefined
    return plan && { plan, plans: [plan], masked: maskId !== null, locked, change: null }
  }
  const { frame } = draft
  if (!engine?.crop || frame.kind === 'reframe' || result !== null || refine.now !== null) return null
  const maskBounds = reach === null ? mask : unionRects(mask ?? reach, reach)
  const { width, height } = image
  const { crop: limits } = engine
  const { context } = frame
  const size = { width, height }
  const plan = planCrop({ image: size, maskBounds, limits, context, locked: dragged ?? frame.crop })
  // While the hand paints, what it reaches may join them.
  const islands = reach === null && dragged === null ? chosen : null
  const plans = islands?.map((bounds) => planCrop({ image: size, maskBounds: bounds, limits, context })) ?? [plan]
  const change: CropChange = {
    drag: (box) => cropWatch.setState({ drag: box }),
    lock(box) {
      cropWatch.setState({ drag: null })
      changeDraft({ frame: { ...frame, crop: box ?? undefined } })
    },
  }
  const locked = dragged !== null || frame.crop !== undefined
  const changeable = !compare.shown && plans.length === 1
  return { plan, plans, masked: maskBounds !== null, locked, change: changeable ? change : null }
}
