import type { ToolId } from '../editor-store.ts'
import { createEllipseTool } from './ellipse.ts'
import { createGradientTool } from './gradient.ts'
import { createGuideTool } from './guide.ts'
import { createLassoTool } from './lasso.ts'
import { createPaintTool } from './paint.ts'
import { createPanTool } from './pan.ts'
import { createPolygonTool } from './polygon.ts'
import { createRectangleTool } from './rectangle.ts'
import { createSmartSelectTool } from './smart-select.ts'
import type { Tool, ToolHost } from './tool.ts'
import { createWandTool } from './wand.ts'
import { createZoomTool } from './zoom.ts'

/** Every tool there is, made for one stage. */
export const createTools = (host: ToolHost): { readonly [id in ToolId]: Tool } => ({
  brush: createPaintTool('brush', host),
  eraser: createPaintTool('eraser', host),
  rectangle: createRectangleTool(host),
  ellipse: createEllipseTool(host),
  lasso: createLassoTool(host),
  polygon: createPolygonTool(host),
  wand: createWandTool(host),
  'smart-select': createSmartSelectTool(host),
  gradient: createGradientTool(host),
  guide: createGuideTool(host),
  pan: createPanTool(host),
  zoom: createZoomTool(host),
})
