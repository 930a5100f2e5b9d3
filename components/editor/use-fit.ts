'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

type Fit = {
  /** The whole bar: its width decides. */
  bar: RefObject<HTMLFieldSetElement | null>
  /** The part of it that must not overflow. */
  row: RefObject<HTMLDivElement | null>
  step: number
}

/**
 * How many steps a bar has to give way until its row fits, measured and not guessed: words are of other lengths in other
 * languages. Starts again with every width and every `content`.
 */
export function useFit(most: number, content: string): Fit {
  const bar = useRef<HTMLFieldSetElement>(null)
  const row = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [fonts, setFonts] = useState(false)
  const [taken, setTaken] = useState({ step: 0, of: '' })
  const of = `${width} ${fonts} ${content}`
  const step = taken.of === of ? taken.step : 0

  useEffect(() => {
    if (!bar.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry.contentRect.width)))
    observer.observe(bar.current)
    void document.fonts.ready.then(() => setFonts(true))
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const { current } = row
    if (current && step < most && current.scrollWidth > current.clientWidth) setTaken({ step: step + 1, of })
  }, [of, step, most])
  return { bar, row, step }
}
