'use client'

import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { getImage, getUsage } from '#lib/client/api.ts'
import { toApiError } from '#lib/client/api-error.ts'
import { gather } from '#lib/client/gather.ts'
import type { ImageWithLineage } from '#lib/client/schemas.ts'
import { useEditEvents } from '#lib/client/use-events.ts'
import type { EditView, ImageView, LineageView } from '#lib/edits/edit.ts'
import { withAnswer, withEdit } from './activity.ts'
import { rememberRun } from './own-runs.ts'
import { createServerClock } from './server-clock.ts'

/** One for the tab: every edit that is told of here sets it. */
export const serverClock = createServerClock()

/** Takes the newest time that an edit carries as the server's time at its arrival here. */
export function observeEdit(edit: EditView, live: boolean): void {
  const { steps, cancelRequestedAt } = edit
  const times = [...Object.values(steps), cancelRequestedAt].flatMap((time) =>
    time === null ? [] : [Date.parse(time)],
  )
  serverClock.observe({ serverMs: Math.max(...times), localMs: Date.now(), live })
}

/** Puts an edit as the server has just told it, in an event or as the answer to a call, into what is known. */
export function keepEdit(client: QueryClient, edit: EditView, keep: typeof withEdit = withAnswer): void {
  // Only this tab's own calls are answered here.
  if (keep === withAnswer) rememberRun(edit.id)
  client.setQueriesData<ImageWithLineage>({ queryKey: ['image'] }, (known) =>
    known?.lineage.images.some(({ id }) => id === edit.imageId)
      ? { ...known, lineage: keep(known.lineage, edit) }
      : known,
  )
  void client.invalidateQueries({ queryKey: ['usage'] })
}

export type LineageState =
  | { state: 'loading' }
  /** `deleted`: it was open here, and has gone since. */
  | { state: 'missing'; deleted: boolean }
  | { state: 'failed'; error: unknown; again(): void }
  | { state: 'ready'; image: ImageView; lineage: LineageView }

/** An image with its family, kept true by the server's events. */
export function useLineage(imageId: string): LineageState {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['image', imageId],
    queryFn: async ({ signal }) => {
      const found = await getImage(imageId, { signal })
      for (const edit of found.lineage.edits) observeEdit(edit, false)
      return found
    },
    // A version of the same picture is shown at once, from what is known already.
    placeholderData: keepPreviousData,
    // Of a picture that was deleted elsewhere no event tells.
    refetchOnWindowFocus: 'always',
    retry: (failures, error) => toApiError(error).code === 'offline' && failures < 3,
  })
  // A stream that resumes tells all that was missed at once: one reading answers it.
  const [refresh] = useState(() =>
    gather(() => {
      void client.invalidateQueries({ queryKey: ['image'] })
      void client.invalidateQueries({ queryKey: ['usage'] })
    }, 100),
  )
  useEffect(() => refresh.forget, [refresh])
  useEditEvents({
    onEdit: (edit) => {
      observeEdit(edit, true)
      // A stored edit comes together with its new picture: until that is read, it is still on its way.
      if (edit.state !== 'done') return keepEdit(client, edit, withEdit)
      refresh.soon()
    },
    onResume: refresh.soon,
  })
  // React Query hears only the page becoming visible; a window beside another was so all the time.
  const look = useEffectEvent(() => void query.refetch({ cancelRefetch: false }))
  useEffect(() => {
    const focused = () => look()
    window.addEventListener('focus', focused)
    return () => window.removeEventListener('focus', focused)
  }, [])

  const gone = query.isError && toApiError(query.error).code === 'not_found'
  if (gone) return { state: 'missing', deleted: query.data !== undefined }
  const lineage = query.data?.lineage
  const image = lineage?.images.find(({ id }) => id === imageId)
  if (lineage && image) return { state: 'ready', image, lineage }
  if (query.isError) return { state: 'failed', error: query.error, again: () => void query.refetch() }
  return query.isPlaceholderData || query.isPending ? { state: 'loading' } : { state: 'missing', deleted: false }
}

/** Asked for again when a budget starts again: a month ends together with a day. */
export const useUsage = () =>
  useQuery({
    queryKey: ['usage'],
    queryFn: ({ signal }) => getUsage({ signal }),
    refetchInterval: ({ state: { data } }) =>
      data ? Math.max(1000, Date.parse(data.day.startsAgainAt) - serverClock.at(Date.now()) + 500) : false,
  })
