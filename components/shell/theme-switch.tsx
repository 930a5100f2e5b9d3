'use client'

import { Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import type { ReactNode } from 'react'
import { useHydrated } from '#lib/client/browser-state.ts'
import { IconButton } from '../ui/icon-button.tsx'

/** The way to the other theme, in words and as an act. */
export function useThemeSwitch(): { label: string; icon: ReactNode; onSelect(): void } {
  const t = useTranslations('shell')
  const { resolvedTheme, setTheme } = useTheme()
  // The server does not know the theme; until the page is alive the button says what it says in the default one.
  const light = useHydrated() && resolvedTheme === 'light'
  return {
    label: t(light ? 'toDark' : 'toLight'),
    icon: light ? <Moon aria-hidden="true" /> : <Sun aria-hidden="true" />,
    onSelect: () => setTheme(light ? 'dark' : 'light'),
  }
}

export function ThemeSwitch({ className }: { className?: string }) {
  const { label, icon, onSelect } = useThemeSwitch()
  return (
    <IconButton label={label} onClick={onSelect} className={className}>
      {icon}
    </IconButton>
  )
}
