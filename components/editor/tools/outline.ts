// What a tool shows of a shape before it counts: lines of image points.
import type { ImagePoint } from '#lib/core/geometry.ts'
import { never } from '#lib/core/result.ts'
import type { Shape } from '#lib/mask/shape.ts'

export type OutlineLine = {
  readonly points: readonly ImagePoint[]
  readonly closed: boolean
  /** A small square on each point, for lines that are made of single clicks. */
  readonly handles?: boolean
}

export const closedLine = (points: readonly ImagePoint[]): OutlineLine => ({ points, closed: true })

/** At the largest zoom an ellipse as wide as a 20 MP picture is off by under one screen pixel. */
const ellipseSteps = 720

export function outlineOf(shape: Shape): readonly OutlineLine[] {
  switch (shape.kind) {
    case 'rectangle': {
      const { x, y, width, height } = shape
      const points = [
        { x, y },
        { x: x + width, y },
        { x: x + width, y: y + height },
        { x, y: y + height },
      ]
      return [closedLine(points)]
    }
    case 'ellipse': {
      const { cx, cy, rx, ry } = shape
      const points = Array.from({ length: ellipseSteps }, (_, step): ImagePoint => {
        const angle = (2 * Math.PI * step) / ellipseSteps
        return { x: cx + rx * Math.cos(angle), y: cy + ry * Math.sin(angle) }
      })
      return [closedLine(points)]
    }
    case 'polygon':
      return [closedLine(shape.points)]
    default:
      return never(shape)
  }
}
