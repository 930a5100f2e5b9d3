'use client'

import { ImageDown, Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useIsPhone } from '#lib/client/browser-state.ts'
import { useErrorWords } from '#lib/client/error-words.ts'
import { isCovered, isTyping } from '#lib/client/keys.ts'
import { hasFailed, type Upload, uploads } from '#lib/client/uploads.ts'
import { addPictures } from '../batch/batch-draft.ts'
import { changeBatch } from '../batch/batch-store.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/error-note.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { TextField } from '../ui/text-field.tsx'
import { ChooseFiles } from './choose-files.tsx'
import type { LibraryWish } from './library-wish.ts'
import { LinkForm } from './link-form.tsx'
import { Order } from './order.tsx'
import { PictureGrid } from './picture-grid.tsx'
import { extend, noSelection, toggle, within } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { UploadList } from './upload-list.tsx'
import { useDeletions } from './use-deletions.ts'
import type { useLibrary } from './use-library.ts'

type ShelvesProps = {
  library: ReturnType<typeof useLibrary>
  list: readonly Upload[]
  wish: LibraryWish
  onWish(wish: Partial<LibraryWish>): void
}

/** A library with pictures in it: search, ways in, what is on its way, and the grid. */
export function Shelves({ library, list, wish, onWish }: ShelvesProps) {
  const { search } = wish
  const t = useTranslations('library')
  const router = useRouter()
  const { hidden, remove } = useDeletions()
  const [chosen, setChosen] = useState(noSelection)
  const [link, setLink] = useState({ initial: '', round: 0 })
  const { asked, hasNextPage, isFetchingNextPage, isPlaceholderData } = library
  const images = useMemo(() => library.images.filter(({ id }) => !hidden.has(id)), [library.images, hidden])
  const order = useMemo(() => images.map(({ id }) => id), [images])
  const selection = within(chosen, order)
  const select = (id: string, isRange: boolean) =>
    setChosen(isRange ? extend(selection, { id, order }) : toggle(selection, id))
  // Over a search stands only what is still on its way.
  const shown = search === '' ? list : list.filter((one) => !hasFailed(one) && one.state.kind !== 'offered')
  const changeSearch = (next: string) => {
    if (search === '' && next !== '') uploads.removeFailed()
    onWish({ search: next })
  }
  const nothing = images.length === 0 && !isPlaceholderData

  return (
    <main className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-3">
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-title tracking-[-0.012em]">{t('title')}</h1>
        <p role="status" className="pt-1 text-text-3 tabular-nums">
          {hasNextPage || isPlaceholderData || nothing ? null : t('count', { count: images.length })}
        </p>
        <SearchField value={search} onChange={changeSearch} />
        <Order wish={wish} onWish={onWish} />
      </div>
      <WaysIn key={link.round} initialLink={link.initial} />
      <UploadList list={shown} onEditLink={(initial) => setLink({ initial, round: link.round + 1 })} className="mb-5" />
      {nothing ? (
        <div className="py-12 text-center">
          <p>{asked === '' ? t('nothingFiltered') : t('nothing', { search: asked })}</p>
          <p className="mt-1 mb-4 text-text-2">{t(asked === '' ? 'nothingFilteredHint' : 'nothingHint')}</p>
          <Button onClick={() => onWish({ search: '', filter: 'all' })}>
            {t(asked === '' ? 'showAll' : 'clearSearch')}
          </Button>
        </div>
      ) : (
        <PictureGrid
          images={images}
          hasMore={hasNextPage}
          selectedIds={selection.ids}
          onSelect={select}
          onDelete={(image) => remove([image])}
        />
      )}
      {hasNextPage ? (
        <NextPage key={images.length} busy={isFetchingNextPage} load={() => void library.fetchNextPage()} />
      ) : null}
      <ListError library={library} />
      {selection.ids.size > 0 ? (
        <SelectionBar
          ids={[...selection.ids]}
          onAll={() => setChosen({ ...selection, ids: new Set(order) })}
          onDelete={() => remove(images.filter(({ id }) => selection.ids.has(id)))}
          onBatch={() => {
            changeBatch((draft) =>
              addPictures(
                draft,
                images.filter(({ id }) => selection.ids.has(id)),
              ),
            )
            router.push('/batch')
          }}
          onClear={() => setChosen(noSelection)}
        />
      ) : null}
    </main>
  )
}

function SearchField({ value, onChange }: { value: string; onChange(value: string): void }) {
  const t = useTranslations('library')
  const phone = useIsPhone()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target) || isCovered()) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
  return (
    <TextField
      ref={input}
      type="search"
      label={t('search')}
      hideLabel
      placeholder={t('searchPlaceholder')}
      aria-keyshortcuts="/"
      autoComplete="off"
      height={phone ? 44 : 36}
      icon={<Search aria-hidden="true" />}
      end={phone ? null : <KeyCap keys="/" />}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('')
      }}
      className="ml-auto w-70 max-sm:w-full"
    />
  )
}

/** The strip of 64: drop, choose, or a link. A failed link comes back into its field. */
function WaysIn({ initialLink }: { initialLink: string }) {
  const t = useTranslations('library')
  return (
    <div className="mb-5 flex min-h-16 flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-dash border-dashed px-5 py-3.5 max-sm:p-3">
      <ImageDown aria-hidden="true" className="size-5 text-text-2 max-sm:hidden" />
      <p className="flex items-center gap-1.5 text-text-2 max-sm:hidden">
        {t.rich('dropHint', { keys: () => <KeyCap key="keys" keys="Ctrl+V" /> })}
      </p>
      <p className="flex-1 text-text-2 sm:hidden">{t('dropHintPhone')}</p>
      <ChooseFiles className="max-sm:h-11">{t('chooseFiles')}</ChooseFiles>
      <span aria-hidden="true" className="ml-auto h-8 w-px bg-line max-md:hidden" />
      <LinkForm initial={initialLink} autoFocus={initialLink !== ''} className="w-125 max-w-full max-md:w-full" />
    </div>
  )
}

/** Loads on its own when it comes near, and by its button for those who do not scroll. */
function NextPage({ busy, load }: { busy: boolean; load(): void }) {
  const t = useTranslations('library')
  const box = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: one watch for each page; the key renews it
  useEffect(() => {
    if (!box.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) load()
      },
      { rootMargin: '600px' },
    )
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} className="flex justify-center py-6">
      <Button kind="outline" busy={busy} onClick={load}>
        {t(busy ? 'loadingMore' : 'more')}
      </Button>
    </div>
  )
}

/** What is shown stays; under it stands why there is no more, or nothing newer. */
function ListError({ library }: { library: ShelvesProps['library'] }) {
  const t = useTranslations('library')
  const words = useErrorWords()
  const { error, isFetchNextPageError } = library
  if (!error) return null
  const again = () => void (isFetchNextPageError ? library.fetchNextPage() : library.refetch())
  return (
    <ErrorNote
      className="mx-auto max-w-100 py-6"
      {...words(error)}
      actions={<Button onClick={again}>{t('again')}</Button>}
    />
  )
}
