import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isEnginePauseCode } from '../core/errors.ts'
import type { EditView } from '../edits/edit.ts'
import { listEngines } from './api.ts'
import { ApiError } from './api-error.ts'
import { gather } from './gather.ts'
import type { EngineInfo } from './schemas.ts'
import { useEditEvents } from './use-events.ts'

const key = ['engines']

export const useEngines = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => listEngines({ signal }), staleTime: 60_000 })

/** Where the server has refused a price that was shown, what is shown is read anew. */
export function useForgetPrices(): (error: unknown) => void {
  const client = useQueryClient()
  return (error) => {
    if (error instanceof ApiError && error.code === 'price_changed') void client.invalidateQueries({ queryKey: key })
  }
}

/** The engines that take no calls, kept true by what edits tell: one that waits for its engine, or one that got through. */
export function usePausedEngines(): readonly EngineInfo[] {
  const client = useQueryClient()
  const paused = (useEngines().data ?? []).filter((engine) => engine.paused !== null)
  const [refresh] = useState(() => gather(() => void client.invalidateQueries({ queryKey: key }), 100))
  useEffect(() => refresh.forget, [refresh])
  const concerns = (edit: EditView): boolean =>
    isEnginePauseCode(edit.deferred?.code) || paused.some(({ id }) => id === edit.engine)
  useEditEvents({
    onEdit: (edit) => {
      if (concerns(edit)) refresh.soon()
    },
    onResume: refresh.soon,
  })
  return paused
}
