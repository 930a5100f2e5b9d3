// How long a paid result can be fetched from its address, and when that is in danger. Times are epoch ms.

/** An engine's address lives for ten minutes. */
const addressLifeMs = 600_000
/** The last of them is kept in hand. */
const inHandMs = 60_000
/** What a download may take, slow as it may be, where it is asked how many can be brought home in time. */
const slowDownloadMs = 60_000

export const deadlineFrom = (receivedAt: number): number => receivedAt + addressLifeMs - inHandMs

/** When the address itself ends. */
export const expiryOf = (deadlineAt: number): number => deadlineAt + inHandMs

/** From minute nine on the result is late: somebody should look. */
export const isLate = (deadlineAt: number, now: number): boolean => now >= deadlineAt

/**
 * Whether any of the pending downloads could miss its deadline if `places` of them go on at a time, earliest first, and
 * each is slow. With four places that is so for more than 36 fresh ones, and for a single one from minute eight on.
 */
export function isEndangered(deadlines: readonly number[], { now, places }: { now: number; places: number }): boolean {
  const inOrder = deadlines.toSorted((one, other) => one - other)
  return inOrder.some((deadline, i) => now + (Math.floor(i / places) + 1) * slowDownloadMs > deadline)
}
