'use client'

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { getUsageReport } from '#lib/client/api.ts'
import { gather } from '#lib/client/gather.ts'
import { useEditEvents } from '#lib/client/use-events.ts'
import { type DayRange, monthOf, spanOf } from '#lib/edits/usage-report.ts'
import { type Period, rangeOf, readPeriod, thisMonth, writePeriod } from './period.ts'

/** What the address asks for. Changes are written into it in place: Back leaves the page. */
export function usePeriod(): [period: Period, change: (period: Period) => void] {
  // The server knows no query, and what is rendered first must be the same.
  const [period, setPeriod] = useState(thisMonth)
  useEffect(() => setPeriod(readPeriod(window.location.search)), [])
  const change = (next: Period): void => {
    setPeriod(next)
    // Days that are no range are not worth an address yet.
    if (spanOf(rangeOf(next, Date.now())) === null) return
    window.history.replaceState(null, '', window.location.pathname + writePeriod(next))
  }
  return [period, change]
}

/** Null while the days are no range: then the last report stays. */
export function useUsageReport(period: Period) {
  const client = useQueryClient()
  const range: DayRange = rangeOf(period, Date.now())
  const span = spanOf(range)
  const query = useQuery({
    queryKey: ['usage', 'report', range.from, range.to],
    queryFn: ({ signal }) => getUsageReport(range, { signal }),
    enabled: span !== null,
    placeholderData: keepPreviousData,
  })
  // In a batch an edit ends every moment.
  const [refresh] = useState(() => gather(() => void client.invalidateQueries({ queryKey: ['usage'] }), 1_000))
  useEffect(() => refresh.forget, [refresh])
  useEditEvents({ onEdit: refresh.soon, onResume: refresh.soon })
  const { from, to } = monthOf(Date.now())
  return { ...query, range, valid: span !== null, isMonth: range.from === from && range.to === to }
}
