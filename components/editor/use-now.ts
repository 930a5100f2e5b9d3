'use client'

import { useEffect, useState } from 'react'
import { serverClock } from './use-lineage.ts'

/** The server's time, ticking every `everyMs` while the component is shown. Epoch ms. */
export function useServerNow(everyMs: number): number {
  const [now, setNow] = useState(() => serverClock.at(Date.now()))
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.at(Date.now())), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
