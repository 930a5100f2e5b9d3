import { useTranslations } from 'next-intl'
import { ofOneSize, type Pair } from './compare-pair.ts'

/** Of versions of two sizes: which, and how they lie on each other. Nothing where they have one. */
export function useSizeWords(pair: Pair): string | null {
  const t = useTranslations('compare')
  if (ofOneSize(pair)) return null
  const { before, after } = pair
  return t('twoSizes', {
    before: before.number,
    beforeWidth: String(before.image.width),
    beforeHeight: String(before.image.height),
    after: after.number,
    afterWidth: String(after.image.width),
    afterHeight: String(after.image.height),
  })
}

export function SizeNote({ pair }: { pair: Pair }) {
  const t = useTranslations('compare')
  const words = useSizeWords(pair)
  if (words === null) return null
  return (
    <p role="status" className="px-3 py-1.5 text-meta text-text-2">
      {words} {t('fitted')}
    </p>
  )
}
