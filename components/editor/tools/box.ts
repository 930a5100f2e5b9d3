// Rectangle and ellipse are drawn alike: a box between the press and the pointer.
import type { ImagePoint } from '#lib/core/geometry.ts'
import type { Shape } from '#lib/mask/shape.ts'
import { createDragTool } from './drawn-by-drag.ts'
import { outlineOf } from './outline.ts'
import { regionSettings } from './region-settings.ts'
import type { Tool, ToolHost } from './tool.ts'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

type Bend = { readonly even: boolean; readonly centred: boolean }

/** On whole pixels: an edge through the middle of pixels would leave a grey line that nobody drew. */
export function boxBetween(from: ImagePoint, to: ImagePoint, { even, centred }: Bend): Box {
  const [x, y] = [Math.round(from.x), Math.round(from.y)]
  let across = Math.round(to.x) - x
  let down = Math.round(to.y) - y
  if (even) {
    const side = Math.max(Math.abs(across), Math.abs(down))
    across = across < 0 ? -side : side
    down = down < 0 ? -side : side
  }
  const [width, height] = [Math.abs(across), Math.abs(down)]
  if (centred) return { x: x - width, y: y - height, width: 2 * width, height: 2 * height }
  return { x: Math.min(x, x + across), y: Math.min(y, y + down), width, height }
}

type BoxTool = { readonly id: 'rectangle' | 'ellipse'; shapeOf(box: Box): Shape }

export const createBoxTool = ({ id, shapeOf }: BoxTool, { settings, emit }: ToolHost): Tool =>
  createDragTool<Shape>(
    {
      id,
      draw({ from, to, bends }) {
        const box = boxBetween(from, to, { even: bends.shift, centred: bends.alt })
        return box.width > 0 && box.height > 0 ? shapeOf(box) : null
      },
      outlineOf,
      operationOf: (shape, pressed) => ({ kind: 'shape', shape, ...regionSettings(settings(), pressed) }),
    },
    { emit },
  )
