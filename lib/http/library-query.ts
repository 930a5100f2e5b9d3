// The query of GET /api/images, and the cursor that its answer gives.
import { AppError } from '../core/errors.ts'
import type { LibraryPlace, ListedImage } from '../db/library.ts'
import { type LibraryFilter, type LibrarySort, libraryFilters, librarySorts } from '../edits/library.ts'
import { readLimit } from './handler.ts'

const longestSearch = 200

export type LibraryQuery = {
  limit: number
  after: LibraryPlace | null
  search: string
  filter: LibraryFilter
  sort: LibrarySort
}

/** @throws AppError parameter_invalid, with the field */
export function readLibraryQuery(query: URLSearchParams): LibraryQuery {
  const sort = oneOf(query, 'sort', librarySorts)
  return {
    limit: readLimit(query.get('limit'), { fallback: 60, most: 200 }),
    after: readPlace(query.get('cursor'), sort),
    search: (query.get('search') ?? '').trim().slice(0, longestSearch),
    filter: oneOf(query, 'filter', libraryFilters),
    sort,
  }
}

/** The first is what goes without saying. */
function oneOf<T extends string>(query: URLSearchParams, field: string, values: readonly [T, ...T[]]): T {
  const asked = query.get(field)
  const value = asked === null ? values[0] : values.find((each) => each === asked)
  if (value === undefined) throw new AppError('parameter_invalid', { field })
  return value
}

export const writePlace = (row: ListedImage | undefined): string | null => (row ? `${row.sort_key}.${row.id}` : null)

function readPlace(text: string | null, sort: LibrarySort): LibraryPlace | null {
  if (text === null || text === '') return null
  const [, key, id] = /^(.*)\.([0-9a-z]{20})$/s.exec(text) ?? []
  const isTime = sort !== 'name'
  if (id === undefined || (isTime && !/^\d{1,15}$/.test(key)))
    throw new AppError('parameter_invalid', { field: 'cursor' })
  return { key: isTime ? Number(key) : key, id }
}
