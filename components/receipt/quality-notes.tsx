import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Receipt } from '#lib/edits/receipt.ts'

/** What is odd about the engine's result, in words. Nothing of it is hidden for that. */
export function QualityNotes({ receipt: { odd, received } }: { receipt: Receipt }) {
  const t = useTranslations('receipt')
  if (odd === null || odd.length === 0) return null
  const facts = {
    width: String(received.width),
    height: String(received.height),
    format: received.format.toUpperCase(),
  }
  return (
    <ul aria-label={t('oddities')} className="mt-2 flex flex-col gap-1.5">
      {odd.map((oddity) => (
        <li key={oddity} data-odd={oddity} className="flex items-start gap-1.5 text-meta text-text-1">
          <TriangleAlert aria-hidden="true" className="mt-px size-3.5 text-warn" />
          {t(`odd.${oddity}`, facts)}
        </li>
      ))}
    </ul>
  )
}
