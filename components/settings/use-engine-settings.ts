'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type EngineSettingsList, getEngineSettings } from '#lib/client/engine-settings.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { useEditEvents } from '#lib/client/use-events.ts'
import { notify } from '../ui/toast.tsx'

const key = ['engine-settings']

/** The engines, kept true while a probe is under way. */
export function useEngineSettings() {
  const client = useQueryClient()
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => getEngineSettings({ signal }) })
  const probes = (query.data?.engines ?? []).flatMap(({ probing }) => (probing ? [probing.editId] : []))
  const refresh = () => void client.invalidateQueries({ queryKey: key })
  useEditEvents({
    onEdit: ({ id }) => {
      if (!probes.includes(id)) return
      refresh()
      void client.invalidateQueries({ queryKey: ['usage'] })
    },
    onResume: refresh,
  })
  return query
}

/** One change at a time: what the server answers is what is shown, here and in the editor. */
export function useEngineAct() {
  const client = useQueryClient()
  const errorWords = useErrorWords()
  const [busy, setBusy] = useState<string | null>(null)
  const run = async <T extends EngineSettingsList>(name: string, act: () => Promise<T>): Promise<T | null> => {
    setBusy(name)
    try {
      const answer = await act()
      const { engines, keepsKeys } = answer
      client.setQueryData(key, { engines, keepsKeys })
      void client.invalidateQueries({ queryKey: ['engines'] })
      return answer
    } catch (error) {
      notify({ kind: 'error', ...errorWords(error) })
      return null
    } finally {
      setBusy(null)
    }
  }
  return { busy, run }
}

/** Asks anew, after something was done that only an edit's own calls do. */
export function useRefreshEngines(): () => void {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: key })
    void client.invalidateQueries({ queryKey: ['usage'] })
  }
}
