'use client'

import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'

type HeadingProps = { icon: ReactNode; title: string; facts: string | null }

/** What was found, and when and at what cost. */
export const Heading = ({ icon, title, facts }: HeadingProps) => (
  <div className="flex items-center gap-2 [&>svg]:size-4 [&>svg]:flex-none">
    {icon}
    <h3 className="font-medium">{title}</h3>
    <span className="ml-auto text-right text-meta text-text-3 tabular-nums">{facts}</span>
  </div>
)

/** "22 Nov, 12:31". */
export function useWhen(): (iso: string) => string {
  const locale = useLocale()
  return (iso) =>
    new Date(iso).toLocaleString(locale === 'en' ? 'en-GB' : locale, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
}
