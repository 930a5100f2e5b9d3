'use client'

import { Images, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { pictureUrl } from '#lib/client/picture-url.ts'
import type { EditView } from '#lib/edits/edit.ts'
import { isSettled } from '#lib/edits/lifecycle.ts'
import { PictureImage } from '../batch/picture-image.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { Spinner } from '../ui/spinner.tsx'
import { Tooltip } from '../ui/tooltip.tsx'

/** What was made of this base so far; each opens in the editor, where it is a version like any other. */
export function ComposedStrip({ edits }: { edits: readonly EditView[] }) {
  const t = useTranslations('compose')
  return (
    <div className="border-line border-t bg-chrome px-4 py-3">
      {edits.length === 0 ? <p className="py-3 text-text-3">{t('nextLands')}</p> : null}
      <ul aria-label={t('results')} className="flex gap-5 overflow-x-auto">
        {edits.map((edit) => {
          const { id, state, outputImageId, prompt, imageId, error, composition } = edit
          const words = outputImageId ? t('stored') : isSettled(state) ? (error?.message ?? t('ended')) : t('running')
          return (
            <li key={id} className="flex w-56 flex-none items-center">
              <Link
                href={`/images/${outputImageId ?? imageId}${outputImageId ? '?compare' : ''}`}
                className="flex min-w-0 flex-1 items-center gap-2 rounded-md p-1 hover:bg-raise"
              >
                <span className="flex h-10 w-15 flex-none items-center justify-center overflow-hidden rounded-sm bg-raise">
                  {outputImageId ? (
                    <PictureImage imageId={outputImageId} width={240} />
                  ) : isSettled(state) ? (
                    <TriangleAlert aria-hidden="true" className="size-4 text-bad" />
                  ) : (
                    <Spinner />
                  )}
                </span>
                <span className="min-w-0 text-meta">
                  <span className="block truncate font-medium">{prompt}</span>
                  <span className="block truncate text-text-3">{words}</span>
                </span>
              </Link>
              {composition?.mergedImageId ? (
                <Tooltip label={t('asSent')}>
                  <a
                    href={pictureUrl(composition.mergedImageId)}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={t('asSentOf', { prompt })}
                    className={buttonLook({ kind: 'ghost' })}
                  >
                    <Images aria-hidden="true" className="size-4" />
                  </a>
                </Tooltip>
              ) : null}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
