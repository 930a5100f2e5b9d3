'use client'

import { type RefObject, useEffect, useState } from 'react'
import { heldStretch, type Stretch } from './placed-rows.ts'

const nowhere: Stretch = { from: 0, to: 0 }

/** Which stretch of an element is near what its scrolling parent (`data-scroller`, else the page's main part) shows; changes a few times for each window's height. */
export function useNear(box: RefObject<HTMLElement | null>): Stretch {
  const [near, setNear] = useState(nowhere)
  useEffect(() => {
    const { current } = box
    const scroller = current?.closest('[data-scroller]') ?? current?.closest('main')
    if (!current || !scroller) return
    const look = () => {
      const from = scroller.getBoundingClientRect().top - current.getBoundingClientRect().top
      const held = heldStretch({ from, to: from + scroller.clientHeight })
      setNear((now) => (now.from === held.from && now.to === held.to ? now : held))
    }
    look()
    scroller.addEventListener('scroll', look, { passive: true })
    // What stands above the element may grow, as uploads do.
    const sizes = new ResizeObserver(look)
    for (const part of [scroller, ...scroller.children]) sizes.observe(part)
    return () => {
      scroller.removeEventListener('scroll', look)
      sizes.disconnect()
    }
  }, [box])
  return near
}
