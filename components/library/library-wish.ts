// Which part of the library is shown, and in which order; it stands in the address, so that it can be shared. Pure.
import { type LibraryFilter, type LibrarySort, libraryFilters, librarySorts } from '#lib/edits/library.ts'

export type LibraryWish = {
  readonly search: string
  readonly filter: LibraryFilter
  readonly sort: LibrarySort
}

export const wholeLibrary: LibraryWish = { search: '', filter: 'all', sort: 'newest' }

/** What an address says; what it says wrongly is as if it were not there. */
export function readWish(query: string): LibraryWish {
  const params = new URLSearchParams(query)
  return {
    search: params.get('search') ?? wholeLibrary.search,
    filter: libraryFilters.find((filter) => filter === params.get('filter')) ?? wholeLibrary.filter,
    sort: librarySorts.find((sort) => sort === params.get('sort')) ?? wholeLibrary.sort,
  }
}

/** "?search=teal&sort=name", without what goes without saying; empty for the whole library. */
export function writeWish(wish: LibraryWish): string {
  const params = new URLSearchParams()
  for (const key of ['search', 'filter', 'sort'] as const) {
    if (wish[key] !== wholeLibrary[key]) params.set(key, wish[key])
  }
  const query = params.toString()
  return query === '' ? '' : `?${query}`
}
