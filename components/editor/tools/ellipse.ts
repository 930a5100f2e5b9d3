import { createBoxTool } from './box.ts'
import type { Tool, ToolHost } from './tool.ts'

/** The ellipse that touches the four sides of the box. */
export const createEllipseTool = (host: ToolHost): Tool =>
  createBoxTool(
    {
      id: 'ellipse',
      shapeOf: ({ x, y, width, height }) => ({
        kind: 'ellipse',
        cx: x + width / 2,
        cy: y + height / 2,
        rx: width / 2,
        ry: height / 2,
      }),
    },
    host,
  )
