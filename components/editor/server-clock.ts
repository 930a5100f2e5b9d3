// The server's time as seen from here, for live seconds: the two clocks may differ by minutes.

export type ServerClock = {
  /** Something dated `serverMs` by the server has just arrived. `live`: it was sent as it happened. */
  observe(observation: { serverMs: number; localMs: number; live: boolean }): void
  /** The server's time at the local time `localMs`, both epoch ms. */
  at(localMs: number): number
}

/**
 * What the server dates arrives here later, so `local - server` is the difference of the clocks plus a delay that is
 * never negative. The least such figure is nearest to the truth. Old news (after a reload) may have waited for long, so
 * it only tells when the clock here is behind.
 */
export function createServerClock(): ServerClock {
  let skewMs: number | null = null
  return {
    observe({ serverMs, localMs, live }) {
      const seen = localMs - serverMs
      if (live) skewMs = skewMs === null ? seen : Math.min(skewMs, seen)
      else if (seen < (skewMs ?? 0)) skewMs = seen
    },
    at: (localMs) => localMs - (skewMs ?? 0),
  }
}
