'use client'

import { useTranslations } from 'next-intl'
import type { CSSProperties } from 'react'
import { pictureUrl } from '#lib/client/picture-url.ts'
import type { Rect } from '#lib/core/geometry.ts'
import type { ComposePlan } from '#lib/frame/compose.ts'
import type { Picture } from '../batch/batch-draft.ts'

type ComposeCanvasProps = {
  plan: ComposePlan
  reference: Picture
  base: Picture
  /** Of the mask that will be sent; null where the whole base may change. */
  maskUrl: string | null
}

/** The one picture as it will be sent: both at one height, white where neither is, film where the base may change. */
export function ComposeCanvas({ plan, reference, base, maskUrl }: ComposeCanvasProps) {
  const t = useTranslations('compose')
  const { sent } = plan
  const place = ({ x, y, width, height }: Rect) => ({
    left: `${(100 * x) / sent.width}%`,
    top: `${(100 * y) / sent.height}%`,
    width: `${(100 * width) / sent.width}%`,
    height: `${(100 * height) / sent.height}%`,
  })
  const size = { width: String(sent.width), height: String(sent.height) }
  return (
    <figure className="m-auto w-full max-w-275">
      <div
        role="img"
        aria-label={t('preview', { reference: reference.name, base: base.name, ...size })}
        className="relative bg-white outline-1 outline-text-1 outline-dashed outline-offset-4"
        style={{ aspectRatio: `${sent.width} / ${sent.height}` }}
      >
        {[
          { picture: reference, at: plan.reference },
          { picture: base, at: plan.base },
        ].map(({ picture, at }) => (
          // biome-ignore lint/performance/noImgElement: our server's own picture, placed to the pixel
          <img
            key={`${picture.id} ${at.x}`}
            src={pictureUrl(picture.id)}
            alt=""
            draggable={false}
            className="absolute"
            style={place(at)}
          />
        ))}
        {maskUrl ? <Film maskUrl={maskUrl} style={place(plan.base)} /> : null}
      </div>
      <figcaption className="mt-3 flex flex-wrap justify-between gap-x-4 text-meta text-text-2 tabular-nums">
        <span>{t('sentAs', size)}</span>
        <span>{t('onlyBase')}</span>
      </figcaption>
    </figure>
  )
}

type ApartCanvasProps = Omit<ComposeCanvasProps, 'plan'> & {
  /** Whether only what is painted may change, though nothing may be painted yet. */
  masked: boolean
}

/** Both as pictures of their own, in the order in which they are sent. */
export function ApartCanvas({ reference, base, maskUrl, masked }: ApartCanvasProps) {
  const t = useTranslations('compose')
  return (
    <div className="m-auto flex w-full max-w-275 gap-6 max-sm:flex-col">
      {[
        { slot: 'base', picture: base, film: maskUrl, hint: masked ? 'base' : 'whole' } as const,
        { slot: 'reference', picture: reference, film: null, hint: 'reference' } as const,
      ].map(({ slot, picture, film, hint }) => (
        // As wide as its share, so that both are of one height.
        <figure key={slot} className="min-w-0" style={{ flex: `${picture.width / picture.height} 1 0` }}>
          <div
            role="img"
            aria-label={t(`apart.${slot}`, { name: picture.name })}
            className="relative outline-1 outline-text-1 outline-dashed outline-offset-4"
            style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
          >
            {/* biome-ignore lint/performance/noImgElement: our server's own picture */}
            <img src={pictureUrl(picture.id)} alt="" draggable={false} className="absolute size-full" />
            {film ? <Film maskUrl={film} style={{ inset: 0 }} /> : null}
          </div>
          <figcaption className="mt-3 text-meta text-text-2">{t(`apartHint.${hint}`)}</figcaption>
        </figure>
      ))}
    </div>
  )
}

/** Over what may change. */
const Film = ({ maskUrl, style }: { maskUrl: string; style: CSSProperties }) => (
  <div
    className="absolute bg-accent opacity-60"
    style={{ ...style, maskImage: `url("${maskUrl}")`, maskMode: 'luminance', maskSize: '100% 100%' }}
  />
)
