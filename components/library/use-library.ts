import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { listImages } from '#lib/client/api.ts'
import type { LibraryWish } from './library-wish.ts'

const searchPauseMs = 200
/** As many as the server gives at once: 10,000 pictures come in 50 pages. */
const pageLength = 200

/** The pictures that match, in pages; what was shown stays while a new search is on its way. */
export function useLibrary({ search, filter, sort }: LibraryWish) {
  const asked = useSettled(search.trim())
  const query = useInfiniteQuery({
    queryKey: ['images', asked, filter, sort],
    queryFn: ({ pageParam, signal }) =>
      listImages({ cursor: pageParam, search: asked, filter, sort, limit: String(pageLength) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (before) => before,
  })
  // The same list as long as its pages are the same: the grid lays out 10,000 anew only for another one.
  const images = useMemo(() => query.data?.pages.flatMap((page) => page.images) ?? [], [query.data])
  return { ...query, images, asked }
}

/** A value once it has rested. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), searchPauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** Asks for the list again, after something was added. */
export function useRefreshLibrary(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: ['images'] })
}
