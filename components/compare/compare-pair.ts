// Which two versions are compared. Pure.
import type { Version } from '../editor/version-tree.ts'

export type Pair = { before: Version; after: Version }

/** A version beside what it was made from; the original beside the newest. Null where there is only one. */
export function defaultPair(versions: readonly Version[], current: Version): Pair | null {
  if (versions.length < 2) return null
  const parent = versions.find(({ key }) => key === current.parentKey)
  return parent ? { before: parent, after: current } : { before: current, after: versions[versions.length - 1] }
}

/** The same pair among the versions as they are now, or null where one is gone. */
export function keptPair(versions: readonly Version[], pair: Pair): Pair | null {
  const before = versions.find(({ key }) => key === pair.before.key)
  const after = versions.find(({ key }) => key === pair.after.key)
  return before && after ? { before, after } : null
}

/** The pair with another version on one side. The version of the other side goes to where this one was. */
export function withVersion(pair: Pair, side: keyof Pair, version: Version): Pair {
  const other = side === 'before' ? 'after' : 'before'
  if (pair[other].key === version.key) return { before: pair.after, after: pair.before }
  return { ...pair, [side]: version }
}

export const ofOneSize = ({ before, after }: Pair): boolean =>
  before.image.width === after.image.width && before.image.height === after.image.height

const step = 0.01

/** Where a key takes the divider, or the opacity that stands in its place; null where it does not move it. */
export function dividerAfterKey(position: number, key: string, shift: boolean): number | null {
  const by = shift ? 10 * step : step
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, position - by)
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(1, position + by)
    case 'Home':
      return 0
    case 'End':
      return 1
    default:
      return null
  }
}
