'use client'

import { Languages } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { locales, rememberLocale } from '#lib/client/locale.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'

/** Each language as a choice of a menu. */
export function useLanguageItems(): MenuItem[] {
  const t = useTranslations('shell')
  const current = useLocale()
  const router = useRouter()
  return locales.map((locale) => ({
    kind: 'choice',
    label: t(`languages.${locale}`),
    checked: locale === current,
    onSelect: () => {
      rememberLocale(locale)
      router.refresh()
    },
  }))
}

export function LanguageMenu({ className }: { className?: string }) {
  const t = useTranslations('shell')
  const items = useLanguageItems()
  return (
    <Menu
      trigger={
        <IconButton label={t('language')} className={className}>
          <Languages aria-hidden="true" />
        </IconButton>
      }
      items={items}
    />
  )
}
