'use client'

import { type RefObject, startTransition, useEffect, useState } from 'react'
import { heldStretch, type Stretch } from './placed-rows.ts'

const nowhere: Stretch = { from: 0, to: 0 }

/** Which stretch of an element is near what its scrolling parent (`data-scroller`, else the page's main part) shows; changes a few times for each window's height. */
export function useNear(box: RefObject<HTMLElement | null>): Stretch {
  const [near, setNear] = useState(nowhere)
  useEffect(() => {
    const { current } = box
    const scroller = current?.closest('[data-scroller]') ?? current?.closest('main')
    if (!current || !scroller) return
    /** How far below the top of what scrolls the element begins. Measured when sizes change: scrolling asks for no layout. */
    let offset = 0
    let held = nowhere
    const look = () => {
      const from = scroller.scrollTop - offset
      const next = heldStretch({ from, to: from + scroller.clientHeight })
      if (held.from === next.from && held.to === next.to) return
      held = next
      // What comes near is not in sight yet: it may be made in pieces, between frames.
      startTransition(() => setNear(next))
    }
    const measure = () => {
      offset = current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
      look()
    }
    measure()
    scroller.addEventListener('scroll', look, { passive: true })
    // What stands above the element may grow, as uploads do.
    const sizes = new ResizeObserver(measure)
    for (const part of [scroller, ...scroller.children]) sizes.observe(part)
    return () => {
      scroller.removeEventListener('scroll', look)
      sizes.disconnect()
    }
  }, [box])
  return near
}
