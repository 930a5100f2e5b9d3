import { describe, expect, test } from 'vitest'
import type { LineageView } from '#lib/edits/edit.ts'
import { editView, imageView } from './editor.fixture.ts'
import { versionPath, versionTree } from './version-tree.ts'

/** root → a → c, root → b, where b and its own child d were made last */
const family: LineageView = {
  rootImageId: 'root',
  images: [
    imageView({ id: 'd', kind: 'output', createdAt: '2026-11-22T12:44:00.000Z' }),
    imageView({ id: 'root', kind: 'upload', createdAt: '2026-11-22T12:38:00.000Z' }),
    imageView({ id: 'a', kind: 'output', createdAt: '2026-11-22T12:41:00.000Z' }),
    imageView({ id: 'b', kind: 'output', createdAt: '2026-11-22T12:42:00.000Z' }),
    imageView({ id: 'c', kind: 'output', createdAt: '2026-11-22T12:43:00.000Z' }),
    imageView({ id: 'a-raw', kind: 'raw', createdAt: '2026-11-22T12:41:00.000Z' }),
  ],
  edits: [
    editView({ id: 'to-a', imageId: 'root', outputImageId: 'a', createdAt: '2026-11-22T12:40:00.000Z' }),
    editView({ id: 'to-b', imageId: 'root', outputImageId: 'b', createdAt: '2026-11-22T12:41:30.000Z' }),
    editView({ id: 'to-c', imageId: 'a', outputImageId: 'c', createdAt: '2026-11-22T12:42:30.000Z' }),
    editView({ id: 'to-d', imageId: 'b', outputImageId: 'd', createdAt: '2026-11-22T12:43:30.000Z' }),
  ],
}
const drawn = (lineage: LineageView, nextFor: string | null = null) =>
  versionTree(lineage, nextFor === null ? null : { kind: 'next', imageId: nextFor }).tiles.map((tile) => [
    tile.key,
    'number' in tile ? `v${tile.number}` : tile.kind,
    tile.parentKey,
    tile.column,
    tile.lane,
  ])

describe('the version tree', () => {
  test('versions are numbered by creation, and a branch opens the lane below', () => {
    expect(drawn(family)).toEqual([
      ['root', 'v1', null, 0, 0],
      ['a', 'v2', 'root', 1, 0],
      ['c', 'v4', 'a', 2, 0],
      ['b', 'v3', 'root', 1, 1],
      ['d', 'v5', 'b', 2, 1],
    ])
    const tree = versionTree(family)
    expect([tree.columns, tree.lanes, tree.running]).toEqual([3, 2, 0])
    expect(tree.versions.map(({ key }) => key)).toEqual(['root', 'a', 'b', 'c', 'd'])
    expect(tree.versions.map(({ edit }) => edit?.id ?? null)).toEqual([null, 'to-a', 'to-b', 'to-c', 'to-d'])
  })

  test('the next edit gets a place after its picture, below what is there already', () => {
    expect(drawn(family, 'c').at(3)).toEqual(['next', 'next', 'c', 3, 0])
    expect(drawn(family, 'root').at(-1)).toEqual(['next', 'next', 'root', 1, 2])
  })

  test('variations of one act stand in one row in the order of their seeds, and what follows them below', () => {
    const at = (second: number) => `2026-11-22T12:50:0${second}.000Z`
    const made = (id: string, second: number) => imageView({ id, kind: 'output', createdAt: at(second) })
    const edit = (id: string, second: number, outputImageId: string | null) =>
      editView({ id, imageId: 'root', outputImageId, createdAt: at(second), variationSetId: 'set' })
    const varied: LineageView = {
      rootImageId: 'root',
      // The second seed was stored first, and the third has failed.
      images: [
        imageView({ id: 'root', kind: 'upload', createdAt: at(0) }),
        made('two', 5),
        made('one', 6),
        made('on', 9),
      ],
      edits: [
        edit('first', 1, 'one'),
        edit('second', 2, 'two'),
        { ...edit('third', 3, null), state: 'failed' },
        editView({ id: 'next', imageId: 'two', outputImageId: 'on', createdAt: at(8) }),
      ],
    }
    const tree = versionTree(varied)
    expect(
      tree.tiles.map(({ key, level, column, lane, row }) => [key, level, column, lane, row.slot, row.length]),
    ).toEqual([
      ['root', 1, 0, 0, 0, 1],
      ['one', 2, 1, 0, 0, 3],
      ['two', 2, 1, 0, 1, 3],
      ['on', 3, 3, 1, 0, 1],
      ['third', 2, 1, 0, 2, 3],
    ])
    expect(tree.columns).toBe(4)
    // Folded, one of them stands for itself.
    expect(versionPath(tree, 'on').map(({ key, column, row }) => [key, column, row.length])).toEqual([
      ['root', 0, 1],
      ['two', 1, 1],
      ['on', 2, 1],
    ])
  })

  test('a version being refined is drawn where it will stand, with the number that it will get', () => {
    const { tiles, versions } = versionTree(family, { kind: 'draft', imageId: 'a' })
    expect(tiles.find(({ kind }) => kind === 'draft')).toMatchObject({ number: 6, parentKey: 'a', column: 2 })
    expect(versions).toHaveLength(5)
  })

  test('a running edit carries the number that it will get', () => {
    const running = [
      editView({
        id: 'r1',
        imageId: 'd',
        state: 'waiting',
        outputImageId: null,
        createdAt: '2026-11-22T12:45:00.000Z',
      }),
      editView({ id: 'r2', imageId: 'd', state: 'queued', outputImageId: null, createdAt: '2026-11-22T12:45:01.000Z' }),
    ]
    const lineage = { ...family, edits: [...family.edits, ...running] }
    expect(drawn(lineage).slice(-2)).toEqual([
      ['r1', 'v6', 'd', 3, 1],
      ['r2', 'v7', 'd', 3, 2],
    ])
    expect(versionTree(lineage).running).toBe(2)
    expect(versionTree(lineage).queued).toBe(1)
  })

  test('a failure is shown until the next edit of its picture, a lost answer until it is decided, a cancelled edit never', () => {
    const ended = (id: string, state: 'failed' | 'unknown' | 'cancelled', minute: number) =>
      editView({ id, imageId: 'd', state, outputImageId: null, createdAt: `2026-11-22T12:${minute}:00.000Z` })
    const keys = (...more: ReturnType<typeof ended>[]) =>
      drawn({ ...family, edits: [...family.edits, ...more] })
        .slice(5)
        .map(([key, kind]) => [key, kind])
    expect(keys(ended('f', 'failed', 50))).toEqual([['f', 'failed']])
    expect(keys(ended('f', 'failed', 50), ended('x', 'cancelled', 51))).toEqual([])
    expect(keys(ended('u', 'unknown', 50), ended('f', 'failed', 51))).toEqual([
      ['u', 'unknown'],
      ['f', 'failed'],
    ])
  })

  test('a lost answer that was put away stays in reach until its cost is decided', () => {
    const error = { code: 'answer_lost' as const, message: '', lost: true, freeRetry: false }
    const lost = (charged: 'unknown' | 'no') =>
      editView({
        id: 'l',
        imageId: 'd',
        state: 'failed',
        error: { ...error, charged },
        createdAt: '2026-11-22T12:50:00.000Z',
      })
    const later = editView({ id: 'x', imageId: 'd', state: 'cancelled', createdAt: '2026-11-22T12:51:00.000Z' })
    const keys = (edit: ReturnType<typeof editView>) =>
      drawn({ ...family, edits: [...family.edits, edit, later] })
        .slice(5)
        .map(([key]) => key)
    expect(keys(lost('unknown'))).toEqual(['l'])
    expect(keys(lost('no'))).toEqual([])
  })

  test('what has lost its parent hangs on the original', () => {
    const lineage = { ...family, images: family.images.filter(({ id }) => id !== 'b') }
    expect(drawn(lineage).at(-1)).toEqual(['d', 'v4', 'root', 1, 1])
  })

  test('no two tiles share a place, and a parent stands before its children', () => {
    const seen = new Set<string>()
    const at = new Set<string>()
    for (const tile of versionTree(family, { kind: 'next', imageId: 'b' }).tiles) {
      expect(tile.parentKey === null || seen.has(tile.parentKey)).toBe(true)
      seen.add(tile.key)
      at.add(`${tile.column} ${tile.lane}`)
    }
    expect(at.size).toBe(seen.size)
  })

  test('folded, it is the line through the current version', () => {
    const tree = versionTree(family, { kind: 'next', imageId: 'd' })
    expect(versionPath(tree, 'b').map(({ key, lane }) => [key, lane])).toEqual([
      ['root', 0],
      ['b', 0],
      ['d', 0],
      ['next', 0],
    ])
  })
})
