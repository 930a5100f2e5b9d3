import type { ToolId } from '../editor-store.ts'
import { createPaintTool } from './paint.ts'
import { createPanTool } from './pan.ts'
import type { Tool, ToolHost } from './tool.ts'
import { createZoomTool } from './zoom.ts'

/** Every tool there is, made for one stage. */
export const createTools = (host: ToolHost): { readonly [id in ToolId]: Tool } => ({
  brush: createPaintTool('brush', host),
  eraser: createPaintTool('eraser', host),
  pan: createPanTool(host),
  zoom: createZoomTool(host),
})
