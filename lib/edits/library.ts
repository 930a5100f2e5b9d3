// What may be asked of the library.

/** All pictures; those that nothing was made of yet; those with versions. */
export const libraryFilters = ['all', 'originals', 'edited'] as const
export type LibraryFilter = (typeof libraryFilters)[number]

/** By arrival, either way; by the arrival of the newest version; by name. */
export const librarySorts = ['newest', 'oldest', 'edited', 'name'] as const
export type LibrarySort = (typeof librarySorts)[number]
