'use client'

import { useIsApple } from '#lib/client/browser-state.ts'

const appleNames: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' }

/** One key, or keys held together: "B", "Ctrl+Z". On Apple systems Ctrl reads ⌘. */
export function KeyCap({ keys }: { keys: string }) {
  const apple = useIsApple()
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split('+').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm px-1 font-medium font-sans text-text-2 text-tiny leading-none shadow-[inset_0_0_0_1px_var(--line-strong)]"
        >
          {apple ? (appleNames[key] ?? key) : key}
        </kbd>
      ))}
    </span>
  )
}

/** The form that `aria-keyshortcuts` wants: "Ctrl+Z" → "Control+Z". */
export const ariaShortcut = (keys: string | undefined): string | undefined => keys?.replace('Ctrl', 'Control')
