'use client'

import { useIsPhone } from '#lib/client/browser-state.ts'

/** A finger needs 44. */
export const useFieldHeight = (): 32 | 44 => (useIsPhone() ? 44 : 32)
