// Where the version strip scrolls to. Pure; CSS px.

export type Box = { left: number; top: number; right: number; bottom: number }
type View = { left: number; top: number; width: number; height: number }

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})

/** The least way from `view` to one that shows the first box and as many of the others, in their order, as fit with it. */
export function scrollFor(view: View, wanted: readonly Box[]): { left: number; top: number } {
  const [first, ...others] = wanted
  if (first === undefined) return { left: view.left, top: view.top }
  const shown = others.reduce((kept, box) => {
    const both = around(kept, box)
    return both.right - both.left <= view.width && both.bottom - both.top <= view.height ? both : kept
  }, first)
  return {
    left: nearest(view.left, view.width, shown.left, shown.right),
    top: nearest(view.top, view.height, shown.top, shown.bottom),
  }
}

const nearest = (at: number, length: number, start: number, end: number): number =>
  Math.max(0, start < at ? start : end > at + length ? Math.min(start, end - length) : at)
