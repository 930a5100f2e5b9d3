// The versions of one picture as a drawing: who follows whom, in which column and lane. Pure; the strip only paints it.

import type { EditView, ImageView, LineageView } from '#lib/edits/edit.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'
import { isUndecided } from './activity.ts'

type Place = { readonly parentKey: string | null; readonly column: number; readonly lane: number }

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
 * tile. A failed edit is shown while it is the newest of its picture, one without an answer until its cost is decided.
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
    for (const [index, child] of (children.get(content.key) ?? []).entries()) {
      place(child, { parentKey: content.key, column: at.column + 1, lane: index === 0 ? at.lane : lanes })
    }
  }
  if (root !== null) place(root, { parentKey: null, column: 0, lane: 0 })

  return {
    tiles,
    versions: tiles.filter((tile) => tile.kind === 'version').sort((a, b) => a.number - b.number),
    columns: tiles.reduce((most, { column }) => Math.max(most, column + 1), 0),
    lanes,
    running,
    queued: edits.filter(({ state }) => state === 'queued').length,
  }
}

/** The line through one version, for the folded strip: its ancestors, itself, and the first of each that follows. */
export function versionPath(tree: VersionTree, key: string): readonly VersionTile[] {
  const at = new Map(tree.tiles.map((tile) => [tile.key, tile]))
  const path: VersionTile[] = []
  for (let tile = at.get(key); tile; tile = at.get(tile.parentKey ?? '')) path.unshift(tile)
  const after = (parent: string): VersionTile | undefined => tree.tiles.find((tile) => tile.parentKey === parent)
  for (let tile = after(key); tile; tile = after(tile.key)) path.push(tile)
  return path.map((tile) => ({ ...tile, lane: 0 }))
}
