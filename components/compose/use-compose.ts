'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { createEdit, getImage } from '#lib/client/api.ts'
import { ApiError } from '#lib/client/api-error.ts'
import { newIdempotencyKey } from '#lib/client/idempotency-key.ts'
import { useForgetPrices } from '#lib/client/use-engines.ts'
import { useEditEvents } from '#lib/client/use-events.ts'
import type { EditRequest, EditView } from '#lib/edits/edit.ts'
import { type MaskChoice, type Picture, pictureOf } from '../batch/batch-draft.ts'
import { findOwn } from '../batch/mask-work.ts'

/** A picture by its id, from the address. */
export function usePicture(id: string | null): Picture | null {
  const { data } = useQuery({
    queryKey: ['picture', id],
    queryFn: async ({ signal }) => pictureOf(await getImage(id ?? '', { signal })),
    enabled: id !== null,
    retry: false,
  })
  return data ?? null
}

/** What is painted on the base in the editor, looked at again whenever the page comes back to the front. */
export function useOwnMask(base: Picture | null): MaskChoice['stored'] {
  const { data } = useQuery({
    queryKey: ['own-mask', base?.id],
    queryFn: async () => (base ? (await findOwn(base)).stored : null),
    enabled: base !== null,
    refetchOnWindowFocus: 'always',
    refetchOnMount: 'always',
    retry: false,
  })
  return data ?? null
}

/** The compositions of a base, newest first, kept true by the one event stream. */
export function useComposed(base: Picture | null) {
  const client = useQueryClient()
  const key = ['composed', base?.id]
  const { data = [] } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      base ? (await getImage(base.id, { signal })).lineage.edits.filter(composed(base.id)).toReversed() : [],
    enabled: base !== null,
  })
  const keep = (edit: EditView) =>
    client.setQueryData<EditView[]>(key, (list = []) =>
      list.some(({ id }) => id === edit.id) ? list.map((one) => (one.id === edit.id ? edit : one)) : [edit, ...list],
    )
  useEditEvents({
    onEdit(edit) {
      if (base && composed(base.id)(edit)) keep(edit)
    },
    onResume: () => void client.invalidateQueries({ queryKey: key }),
  })
  return { edits: data, keep }
}

const composed =
  (baseId: string) =>
  ({ imageId, composition }: EditView): boolean =>
    imageId === baseId && composition !== null

/** One press is one edit: where its answer was lost, the same press again carries the same key. */
export function useRunCompose(onBegun: (edit: EditView) => void) {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const forgetPrices = useForgetPrices()
  const [open, setOpen] = useState<{ body: string; key: string } | null>(null)
  useEffect(() => () => setOpen(null), [])
  const run = async (request: EditRequest): Promise<void> => {
    if (state.busy) return
    setState({ busy: true, error: null })
    const body = JSON.stringify(request)
    const key = open?.body === body ? open.key : newIdempotencyKey()
    setOpen({ body, key })
    try {
      onBegun(await createEdit(request, key))
      setOpen(null)
      setState({ busy: false, error: null })
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) setOpen(null)
      forgetPrices(error)
      setState({ busy: false, error })
    }
  }
  return { ...state, run }
}
