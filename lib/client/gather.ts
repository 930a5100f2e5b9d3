/**
 * Gathers calls that come in a burst into one: `act` runs once, when `quietMs` have passed without another call, and at
 * the latest ten times that after the first. Returns the call, and a way to forget what is gathered.
 */
export function gather(act: () => void, quietMs: number): { soon(): void; forget(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  let latest = 0
  const forget = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const soon = () => {
    const now = Date.now()
    if (timer === null) latest = now + quietMs * 10
    forget()
    timer = setTimeout(
      () => {
        timer = null
        act()
      },
      Math.max(0, Math.min(quietMs, latest - now)),
    )
  }
  return { soon, forget }
}
