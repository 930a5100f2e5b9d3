'use client'

import { type RefObject, useEffect, useState } from 'react'

/** On which sides there is more than is seen. */
export type Overflow = { up: boolean; down: boolean; left: boolean; right: boolean }

const nowhere: Overflow = { up: false, down: false, left: false, right: false }

/** Follows a box that scrolls, as long as `active`. Its first child is watched for growth. */
export function useOverflow(box: RefObject<HTMLElement | null>, active = true): Overflow {
  const [overflow, setOverflow] = useState(nowhere)
  useEffect(() => {
    const element = box.current
    if (!element || !active) return
    const look = () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = element
      // Less than two pixels are rounding.
      const next = {
        up: scrollTop > 1,
        down: scrollHeight - clientHeight - scrollTop > 1,
        left: scrollLeft > 1,
        right: scrollWidth - clientWidth - scrollLeft > 1,
      }
      setOverflow((now) =>
        now.up === next.up && now.down === next.down && now.left === next.left && now.right === next.right ? now : next,
      )
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [box, active])
  return overflow
}
