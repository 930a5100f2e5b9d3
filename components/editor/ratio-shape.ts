// The outline of a ratio tile: every ratio with the same area, in CSS px.
const area = 295

/** @param ratio "W:H" */
export function ratioShape(ratio: string): { width: number; height: number } {
  const [w, h] = ratio.split(':').map(Number)
  return { width: Math.round(Math.sqrt((area * w) / h)), height: Math.round(Math.sqrt((area * h) / w)) }
}
