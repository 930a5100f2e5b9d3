// The versions of one picture as a drawing: who follows whom, in which column and lane. Pure; the strip only paints it.

import type { EditView, ImageView, LineageView } from '#lib/edits/edit.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'
import { isUndecided } from './activity.ts'

type Place = {
  readonly parentKey: string | null
  /** How far it is from the original, which is 1. */
  readonly level: number
  readonly column: number
  readonly lane: number
  /** Variations of one act stand in one row, in the order of their seeds; `length` is 1 for all others. */
  readonly row: { readonly slot: number; readonly length: number }
}

/** How many columns a row takes up: its tiles stand close, and its one name after them. */
export const columnsOf = (length: number): number => (length === 1 ? 1 : Math.ceil((length * 66 + 120) / 228))

/** `number` is the version's own, or the one that a running edit will get. */
type Content = { readonly key: string } & (
  | { kind: 'version'; number: number; image: ImageView; edit: EditView | null }
  | { kind: 'running'; number: number; edit: EditView }
  | { kind: 'failed' | 'unknown'; edit: EditView }
  | { kind: 'next'; imageId: string }
  /** A version that is being refined, and is not saved yet. */
  | { kind: 'draft'; number: number; imageId: string }
)

/** One tile of the strip. */
export type VersionTile = Content & Place
export type Version = Extract<VersionTile, { kind: 'version' }>

export type VersionTree = {
  /** In drawing order: a parent stands before its children. */
  readonly tiles: readonly VersionTile[]
  /** v1, v2 …: by creation. */
  readonly versions: readonly Version[]
  readonly columns: number
  readonly lanes: number
  readonly running: number
  /** How many of the running ones still wait for their turn. */
  readonly queued: number
}

const byCreation = (a: { createdAt: string; id: string }, b: { createdAt: string; id: string }): number =>
  a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1

/**
 * The first child goes on in its parent's lane, every further one opens the next lane below, so that no line crosses a
 * tile; so does every child of one that stands in a row. A failed edit is shown while it is the newest of its picture, one without an answer until its cost is decided.
 * @param coming the image whose next edit, or version being refined, gets a tile of its own; or null
 */
export function versionTree(
  lineage: LineageView,
  coming: { kind: 'next' | 'draft'; imageId: string } | null = null,
): VersionTree {
  const { rootImageId } = lineage
  const images = lineage.images
    .filter(({ id, kind }) => id === rootImageId || kind === 'output')
    .sort((a, b) => (a.id === rootImageId ? -1 : b.id === rootImageId ? 1 : byCreation(a, b)))
  const known = new Set(images.map(({ id }) => id))
  const edits = [...lineage.edits].sort(byCreation)
  const maker = new Map(edits.flatMap((edit) => (edit.outputImageId === null ? [] : [[edit.outputImageId, edit]])))
  const newest = new Map(edits.map((edit) => [edit.imageId, edit.id]))

  const children = new Map<string, Content[]>()
  const add = (parent: string, content: Content): void => {
    const key = known.has(parent) ? parent : rootImageId
    children.set(key, [...(children.get(key) ?? []), content])
  }
  let root: Content | null = null
  images.forEach((image, index) => {
    const edit = maker.get(image.id) ?? null
    const content: Content = { kind: 'version', key: image.id, number: index + 1, image, edit }
    if (image.id === rootImageId) root = content
    else add(edit?.imageId ?? rootImageId, content)
  })
  let running = 0
  for (const edit of edits) {
    if (!isSettled(edit.state)) {
      running += 1
      add(edit.imageId, { kind: 'running', key: edit.id, number: images.length + running, edit })
    } else if (edit.state === 'unknown') add(edit.imageId, { kind: 'unknown', key: edit.id, edit })
    else if (edit.state === 'failed' && (newest.get(edit.imageId) === edit.id || isUndecided(edit))) {
      add(edit.imageId, { kind: 'failed', key: edit.id, edit })
    }
  }
  if (coming?.kind === 'next') add(coming.imageId, { ...coming, kind: 'next', key: 'next' })
  if (coming?.kind === 'draft') {
    add(coming.imageId, { ...coming, kind: 'draft', key: 'draft', number: images.length + running + 1 })
  }

  const tiles: VersionTile[] = []
  let lanes = 0
  const place = (content: Content, at: Place): void => {
    lanes = Math.max(lanes, at.lane + 1)
    tiles.push({ ...content, ...at })
    const column = at.column + columnsOf(at.row.length)
    for (const [index, row] of rowsOf(children.get(content.key) ?? []).entries()) {
      const lane = index === 0 && at.row.length === 1 ? at.lane : lanes
      for (const [slot, child] of row.entries()) {
        place(child, { parentKey: content.key, level: at.level + 1, column, lane, row: { slot, length: row.length } })
      }
    }
  }
  if (root !== null) place(root, { parentKey: null, level: 1, column: 0, lane: 0, row: alone })

  return {
    tiles,
    versions: tiles.filter((tile) => tile.kind === 'version').sort((a, b) => a.number - b.number),
    columns: tiles.reduce((most, { column, row }) => Math.max(most, column + columnsOf(row.length)), 0),
    lanes,
    running,
    queued: edits.filter(({ state }) => state === 'queued').length,
  }
}

const alone = { slot: 0, length: 1 } as const

/** What follows one version, row by row: a set together where its first one stands, all else by itself. */
function rowsOf(contents: readonly Content[]): Content[][] {
  const rows = new Map<string, Content[]>()
  for (const content of contents) {
    const setId = 'edit' in content ? content.edit?.variationSetId : null
    const key = setId ?? content.key
    rows.set(key, [...(rows.get(key) ?? []), content])
  }
  return [...rows.values()].map((row) => row.sort(bySeed))
}

const bySeed = (a: Content, b: Content): number =>
  'edit' in a && 'edit' in b && a.edit && b.edit ? byCreation(a.edit, b.edit) : 0

/** The line through one version, for the folded strip: its ancestors, itself, and the first of each that follows. */
export function versionPath(tree: VersionTree, key: string): readonly VersionTile[] {
  const at = new Map(tree.tiles.map((tile) => [tile.key, tile]))
  const path: VersionTile[] = []
  for (let tile = at.get(key); tile; tile = at.get(tile.parentKey ?? '')) path.unshift(tile)
  const after = (parent: string): VersionTile | undefined => tree.tiles.find((tile) => tile.parentKey === parent)
  for (let tile = after(key); tile; tile = after(tile.key)) path.push(tile)
  return path.map((tile, column) => ({ ...tile, column, lane: 0, row: alone }))
}
