import { Download, FileDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { downloadUrl } from '#lib/client/picture-url.ts'
import type { MenuItem } from '../ui/menu.tsx'
import { useEditorSession } from './editor-session.tsx'

/** For a menu: the version that is open, and the upload that everything began with. */
export function useDownloadItems(): readonly MenuItem[] {
  const t = useTranslations('editor')
  const { image, lineage } = useEditorSession()
  return [
    {
      kind: 'link',
      label: t('downloadVersion'),
      icon: <Download aria-hidden="true" />,
      href: downloadUrl(image.id),
      download: true,
    },
    {
      kind: 'link',
      label: t('downloadOriginal'),
      icon: <FileDown aria-hidden="true" />,
      href: `/api/images/${lineage.rootImageId}/original`,
      download: true,
    },
  ]
}
