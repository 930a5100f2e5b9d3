'use client'

import { Moon, Sun } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useHydrated } from '#lib/client/browser-state.ts'
import { IconButton } from '../ui/icon-button.tsx'

export function ThemeSwitch({ className }: { className?: string }) {
  const t = useTranslations('shell')
  const { resolvedTheme, setTheme } = useTheme()
  // The server does not know the theme; until the page is alive the button says what it says in the default one.
  const light = useHydrated() && resolvedTheme === 'light'
  return (
    <IconButton
      label={t(light ? 'toDark' : 'toLight')}
      onClick={() => setTheme(light ? 'dark' : 'light')}
      className={className}
    >
      {light ? <Moon aria-hidden="true" /> : <Sun aria-hidden="true" />}
    </IconButton>
  )
}
