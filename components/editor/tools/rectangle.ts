import { createBoxTool } from './box.ts'
import type { Tool, ToolHost } from './tool.ts'

export const createRectangleTool = (host: ToolHost): Tool =>
  createBoxTool({ id: 'rectangle', shapeOf: (box) => ({ kind: 'rectangle', ...box }) }, host)
