// A shape as the numbers that a person types, and back. Pure; the form only shows it.
import type { Shape } from '#lib/mask/shape.ts'

export type ShapeNumbers =
  | { readonly by: 'box'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly by: 'centre'; readonly x: number; readonly y: number; readonly radius: number }

export function shapeFrom(tool: 'rectangle' | 'ellipse', numbers: ShapeNumbers): Shape {
  if (numbers.by === 'centre') {
    const { x, y, radius } = numbers
    return { kind: 'ellipse', cx: x, cy: y, rx: radius, ry: radius }
  }
  const { x, y, width, height } = numbers
  if (tool === 'rectangle') return { kind: 'rectangle', x, y, width, height }
  return { kind: 'ellipse', cx: x + width / 2, cy: y + height / 2, rx: width / 2, ry: height / 2 }
}
