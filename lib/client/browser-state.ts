// Facts about this browser that components follow. On the server each has a fixed answer, so that hydration agrees.
import { useSyncExternalStore } from 'react'

function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
    () => false,
  )
}

export const useReducedMotion = (): boolean => useMediaQuery('(prefers-reduced-motion: reduce)')

/** True below 640 px, where the phone layout starts. */
export const useIsPhone = (): boolean => useMediaQuery('(max-width: 639px)')

/** True below 768 px, where what stands on one line has to stand on several. */
export const useIsNarrow = (): boolean => useMediaQuery('(max-width: 767px)')

/** True where the first pointer is a finger, which cannot hover. */
export const useIsTouch = (): boolean => useMediaQuery('(pointer: coarse)')

const never = () => () => {}

/** True on Apple systems, where Ctrl reads ⌘. */
export const useIsApple = (): boolean =>
  useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  )

/** False on the server and in the first render in the browser. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
