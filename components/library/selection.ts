// Which pictures of the library are chosen. Pure.
export type Selection = {
  readonly ids: ReadonlySet<string>
  /** The one that was chosen last: a range goes from there. */
  readonly anchorId: string | null
}

export const noSelection: Selection = { ids: new Set(), anchorId: null }

export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchorId: id }
}

/** Chooses everything from the anchor to `id`, as they stand in `order`; without an anchor only `id`. */
export function extend(
  { ids, anchorId }: Selection,
  { id, order }: { id: string; order: readonly string[] },
): Selection {
  const [from, to] = [order.indexOf(anchorId ?? id), order.indexOf(id)]
  if (from < 0 || to < 0) return { ids: new Set([...ids, id]), anchorId: id }
  return { ids: new Set([...ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]), anchorId }
}

/** What of it is still in the list: a search, a filter or a deletion takes the rest out of reach. */
export function within(selection: Selection, order: readonly string[]): Selection {
  const here = order.filter((id) => selection.ids.has(id))
  return here.length === selection.ids.size ? selection : { ...selection, ids: new Set(here) }
}
