'use client'

import { type CSSProperties, useLayoutEffect, useRef } from 'react'

type PixelCanvasProps = {
  pixels: ImageData
  /** Without one it is decoration. */
  label?: string
  testId?: string
  className?: string
  style?: CSSProperties
}

/** Pixels as a canvas of their size, which is laid out like a picture. */
export function PixelCanvas({ pixels, label, testId, className, style }: PixelCanvasProps) {
  const element = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const context = element.current?.getContext('2d')
    if (!context) return
    context.canvas.width = pixels.width
    context.canvas.height = pixels.height
    context.putImageData(pixels, 0, 0)
  }, [pixels])
  return (
    <canvas
      ref={element}
      data-testid={testId}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      className={className}
      style={style}
    />
  )
}
