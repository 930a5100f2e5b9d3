'use client'

import { useTranslations } from 'next-intl'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { useEditorSession } from './editor-session.tsx'
import { PixelCanvas } from './pixel-canvas.tsx'

/** What the operation will make of the picture, on a reduced copy; preview-maker.tsx draws it anew with every change. */
export function OperationPreview() {
  const t = useTranslations('edit')
  const { preview, image } = useEditorSession()
  const { wanted, shown, onPicture } = useStore(preview)
  if (wanted === null || shown?.imageId !== image.id) return null
  const current = shown.of === wanted
  return (
    <figure className="flex flex-col gap-1">
      <PixelCanvas
        pixels={shown.picture}
        label={t('previewPicture')}
        className={`max-h-60 w-full rounded-sm object-contain shadow-[0_0_0_1px_var(--line-strong)] ${current ? '' : 'opacity-60'}`}
      />
      <figcaption className="flex items-center gap-2 text-meta text-text-3">
        <span className="flex-1">{t(current ? 'preview' : 'previewComing')}</span>
        <Button
          size="md"
          kind="ghost"
          aria-pressed={onPicture}
          onClick={() => preview.setState({ onPicture: !onPicture })}
          className="max-sm:h-11"
        >
          {t(onPicture ? 'previewInPanel' : 'previewOnPicture')}
        </Button>
      </figcaption>
    </figure>
  )
}
