'use client'

import { type ReactNode, useLayoutEffect, useRef } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { Size } from '#lib/core/geometry.ts'
import type { ViewTransform } from './view.ts'

/** Where the picture lies now. Not React state: it changes with every frame of a pan, and mostly nobody looks. */
export type Views = StoreApi<{ view: ViewTransform | null; stage: Size }>

/**
 * What lies over the picture and moves with it, in lengths of `onStageX`, `onStageY` and `onStageLength`. While the view
 * moves, three variables of this one element change, and nothing is rendered.
 */
export function ViewPlane({ views, children }: { views: Views; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const follow = ({ view }: { view: ViewTransform | null }): void => {
      const style = element.current?.style
      if (!view || !style) return
      style.setProperty('--view-x', `${view.x}px`)
      style.setProperty('--view-y', `${view.y}px`)
      style.setProperty('--view-zoom', String(view.zoom))
    }
    follow(views.getState())
    return views.subscribe(follow)
  }, [views])
  return (
    <div ref={element} className="contents">
      {children}
    </div>
  )
}

/** CSS lengths from the stage's corner for image px, inside a `ViewPlane`. */
export const onStageX = (x: number): string => `calc(var(--view-x) + ${x}px * var(--view-zoom))`
export const onStageY = (y: number): string => `calc(var(--view-y) + ${y}px * var(--view-zoom))`
export const onStageLength = (length: number): string => `calc(${length}px * var(--view-zoom))`
