'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ApiError } from '#lib/client/api-error.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { uploads } from '#lib/client/uploads.ts'
import { cn } from '../ui/class-names.ts'
import { Spinner } from '../ui/spinner.tsx'
import { notify } from '../ui/toast.tsx'

const samples = [
  { key: 'cup', file: 'coffee.png', name: 'espresso-cup.png' },
  { key: 'cat', file: 'chelsea.png', name: 'cat-portrait.png' },
  { key: 'astronaut', file: 'astronaut.png', name: 'astronaut.png' },
  { key: 'rocket', file: 'rocket.jpg', name: 'launch-pad.jpg' },
] as const
type Sample = (typeof samples)[number]

/** Pictures to try things on; each goes the same way in as any other. */
export function Samples({ className }: { className?: string }) {
  const t = useTranslations('library')
  const words = useErrorWords()
  const [busy, setBusy] = useState<Sample['key'] | null>(null)

  const add = async (sample: Sample) => {
    setBusy(sample.key)
    try {
      uploads.add([{ kind: 'file', file: await fetchSample(sample) }])
    } catch (error) {
      notify({ kind: 'error', ...words(error), id: 'sample' })
    } finally {
      setBusy(null)
    }
  }

  return (
    <div className={cn('flex flex-wrap items-center justify-center gap-2', className)}>
      <span className="mr-1 text-meta text-text-3 max-sm:w-full">{t('first.samples')}</span>
      {samples.map((sample) => (
        <button
          key={sample.key}
          type="button"
          aria-busy={busy === sample.key || undefined}
          onClick={() => {
            if (busy === null) void add(sample)
          }}
          className="inline-flex h-9 items-center gap-2 rounded-md bg-raise pr-3 pl-1 font-medium transition-colors live:hover:bg-hover live:active:bg-press max-sm:h-11"
        >
          <span className="relative h-7 w-10 overflow-hidden rounded-sm">
            {/* biome-ignore lint/performance/noImgElement: a file of 3 KB */}
            <img src={`/samples/small/${sample.key}.jpg`} alt="" className="size-full object-cover" />
            {busy === sample.key ? (
              <span className="absolute inset-0 flex items-center justify-center bg-tag text-white">
                <Spinner />
              </span>
            ) : null}
          </span>
          {t(`samples.${sample.key}`)}
        </button>
      ))}
    </div>
  )
}

/** @throws ApiError */
async function fetchSample({ file, name }: Sample): Promise<File> {
  let response: Response
  let blob: Blob
  try {
    response = await fetch(`/samples/${file}`)
    blob = await response.blob()
  } catch (cause) {
    throw new ApiError('offline', { cause })
  }
  if (!response.ok) throw new ApiError('internal_error', { status: response.status })
  return new File([blob], name, { type: blob.type })
}
