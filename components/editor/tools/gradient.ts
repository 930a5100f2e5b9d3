// From one value to another along a line, or outwards from a point.
import type { ImagePoint } from '#lib/core/geometry.ts'
import type { EditorState } from '../editor-store.ts'
import { createDragTool } from './drawn-by-drag.ts'
import { type OutlineLine, outlineOf } from './outline.ts'
import { atEvenAngle, combineOf } from './region-settings.ts'
import type { Tool, ToolHost } from './tool.ts'

type Ends = { readonly from: ImagePoint; readonly to: ImagePoint }

export const createGradientTool = ({ settings, emit }: ToolHost): Tool =>
  createDragTool<Ends>(
    {
      id: 'gradient',
      // Shift pressed during the drag keeps the line at an even angle.
      draw: ({ from, to, bends }) => ({ from, to: bends.shift ? atEvenAngle(from, to) : to }),
      outlineOf: ({ from, to }) => linesOf(settings().gradient.form, from, to),
      operationOf(ends, pressed) {
        const { gradient, region } = settings()
        return { kind: 'gradient', ...gradient, ...ends, combine: combineOf(pressed, region.combine) }
      },
    },
    { emit },
  )

function linesOf(form: EditorState['gradient']['form'], from: ImagePoint, to: ImagePoint): readonly OutlineLine[] {
  const line: OutlineLine = { points: [from, to], closed: false, handles: true }
  if (form === 'linear') return [line]
  const radius = Math.hypot(to.x - from.x, to.y - from.y)
  return [line, ...outlineOf({ kind: 'ellipse', cx: from.x, cy: from.y, rx: radius, ry: radius })]
}
