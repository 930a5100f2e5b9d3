'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { thumbnailUrl } from '#lib/client/picture-url.ts'
import { Button } from '../ui/button.tsx'
import { useEditorSession } from './editor-session.tsx'
import { redShare, redShareToNotice } from './red-subject.ts'

/** Small enough to look at after every stroke. */
const side = 96
/** Only the last of a quick run of strokes is worth a look. */
const restMs = 400

/** Proposes green film where red film lies on red. */
export function FilmSuggestion() {
  const t = useTranslations('editor')
  const { store } = useEditorSession()
  const film = useStore(store, (state) => state.film)
  const share = useRedShare(film.colour === 'rubylith')
  if (film.colour !== 'rubylith' || share <= redShareToNotice) return null
  return (
    <p role="status" className="mt-2 flex items-center gap-2 text-meta text-text-2">
      <span className="flex-1">{t('suggestGreen')}</span>
      <Button onClick={() => store.setState({ film: { ...film, colour: 'green' } })} className="flex-none">
        {t('useGreen')}
      </Button>
    </p>
  )
}

function useRedShare(wanted: boolean): number {
  const { store, canvas, image } = useEditorSession()
  const revision = useStore(store, ({ mask }) => (mask.status === 'ready' && mask.coverage > 0 ? mask.revision : null))
  const [share, setShare] = useState(0)
  const { id } = image

  useEffect(() => {
    if (!wanted || revision === null) {
      setShare(0)
      return
    }
    let gone = false
    const look = async () => {
      const mask = await canvas.current?.maskThumbnail(side, side)
      if (!mask) return
      const response = await fetch(thumbnailUrl(id, 96))
      const photo = await createImageBitmap(await response.blob())
      const [seen, masked] = [pixelsOf(photo, mask), pixelsOf(mask, mask)]
      photo.close()
      mask.close()
      if (!gone && seen && masked) setShare(redShare({ photo: seen, mask: masked }))
    }
    // Without an answer there is nothing to propose.
    const timer = setTimeout(() => look().catch(() => {}), restMs)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [wanted, revision, id, canvas])
  return share
}

function pixelsOf(picture: ImageBitmap, { width, height }: ImageBitmap): Uint8ClampedArray | null {
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (!context) return null
  context.drawImage(picture, 0, 0, width, height)
  return context.getImageData(0, 0, width, height).data
}
