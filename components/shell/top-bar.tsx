'use client'

import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '../ui/class-names.ts'
import { ConnectionNotice } from './connection-notice.tsx'
import { EngineBanners } from './engine-banner.tsx'
import { KeysSheet } from './keys-sheet.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Mark } from './mark.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

type TopBarProps = {
  /** The page that is open, for the tab and its `aria-current`. An open picture belongs to no tab of its own. */
  current?: (typeof pages)[number]['name']
  /** The name of the open picture, centred; on a phone it takes the place of mark and tabs, behind a way back. */
  middle?: ReactNode
  /** Buttons of the page, before language, theme and keys. */
  actions?: ReactNode
}

const pages = [
  { name: 'library', href: '/' },
  { name: 'batch', href: '/batch' },
  { name: 'compose', href: '/compose' },
  { name: 'usage', href: '/usage' },
  { name: 'settings', href: '/settings' },
] as const

const touch = 'max-sm:size-11 max-sm:[&>svg]:size-5'

/** 48 high, 56 on a phone; while the server cannot be reached, a notice floats under it. */
export function TopBar({ current, middle, actions }: TopBarProps) {
  const t = useTranslations('shell')
  const app = useTranslations('app')
  const open = middle !== undefined
  return (
    <div className="relative z-20 flex-none">
      <header className="relative flex h-12 items-center border-line border-b bg-chrome px-3 max-sm:h-14 max-sm:px-1.5">
        {open ? (
          <Link
            href="/"
            aria-label={t('library')}
            className="flex size-11 flex-none items-center justify-center rounded-md text-text-1 sm:hidden"
          >
            <ChevronLeft aria-hidden="true" className="size-5.5" />
          </Link>
        ) : null}
        <Link
          href="/"
          className={cn(
            'flex flex-none items-center gap-2 rounded-md py-1 pr-4 pl-1 font-semibold text-lead tracking-[-0.01em]',
            open ? 'max-sm:hidden' : 'max-sm:pr-2 max-sm:pl-2.5',
          )}
        >
          <Mark />
          <span className="max-sm:sr-only">{app('name')}</span>
        </Link>
        <nav aria-label={t('main')} className={cn('flex min-w-0 gap-0.5 overflow-x-auto', open && 'max-sm:hidden')}>
          {pages.map(({ name, href }) => (
            <Link
              key={name}
              href={href}
              aria-current={current === name ? 'page' : undefined}
              className="inline-flex h-8 flex-none items-center rounded-md px-2.5 font-medium text-text-2 transition-colors hover:text-text-1 aria-[current=page]:bg-raise aria-[current=page]:text-text-1 max-sm:h-11"
            >
              {t(name)}
            </Link>
          ))}
        </nav>
        <div className="flex min-w-0 flex-1 items-center max-sm:justify-start sm:absolute sm:left-1/2 sm:max-w-[40%] sm:-translate-x-1/2">
          {middle}
        </div>
        <div className="ml-auto flex flex-none items-center gap-1">
          {actions}
          <span
            aria-hidden="true"
            className={cn('mx-1 h-5 w-px bg-line', open || !actions ? 'max-sm:hidden' : undefined)}
          />
          <div className={cn('flex items-center gap-1', open && 'max-sm:hidden')}>
            <LanguageMenu className={touch} />
            <ThemeSwitch className={touch} />
          </div>
          <KeysSheet />
        </div>
      </header>
      <EngineBanners />
      <ConnectionNotice overPicture={open} />
    </div>
  )
}
