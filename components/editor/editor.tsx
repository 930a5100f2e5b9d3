'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { useErrorWords } from '#lib/client/error-words.ts'
import type { ImageView, LineageView } from '#lib/edits/edit.ts'
import { TopBar } from '../shell/top-bar.tsx'
import { Button } from '../ui/button.tsx'
import { buttonLook } from '../ui/button-look.ts'
import { ErrorNote } from '../ui/error-note.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { EditorLayout } from './editor-layout.tsx'
import { EditorSessionProvider } from './editor-session.tsx'
import { IslandWatch } from './island-watch.tsx'
import { useKeptTools } from './use-kept-tools.ts'
import { useLineage } from './use-lineage.ts'
import { useOpenVersion } from './use-open-version.ts'
import { useSession } from './use-session.ts'
import { useStoredNotice } from './use-stored-notice.ts'

/** The editor of one picture with all its versions. `imageId` is the version that the address named at first. */
export function Editor({ imageId: initialId }: { imageId: string }) {
  const t = useTranslations('editor')
  const errorWords = useErrorWords()
  const [imageId, open] = useOpenVersion(initialId)
  const found = useLineage(imageId)
  switch (found.state) {
    case 'loading':
      return (
        <Empty>
          <p role="status" className="flex items-center gap-2 text-text-2">
            <Spinner />
            {t('loading')}
          </p>
        </Empty>
      )
    case 'missing':
      return (
        <Empty>
          <h1 className="text-title">{t(found.deleted ? 'deletedTitle' : 'notFoundTitle')}</h1>
          <p className="max-w-100 text-center text-text-2">{t(found.deleted ? 'deletedDetail' : 'notFoundDetail')}</p>
          <Link href="/" className={buttonLook({ kind: 'primary', size: 'lg' })}>
            {t('openLibrary')}
          </Link>
        </Empty>
      )
    case 'failed': {
      const { title, detail } = errorWords(found.error)
      return (
        <Empty>
          <ErrorNote
            title={t('failedTitle')}
            detail={`${title} ${detail ?? ''}`}
            actions={<Button onClick={found.again}>{t('again')}</Button>}
          />
        </Empty>
      )
    }
    case 'ready':
      return <OpenPicture image={found.image} lineage={found.lineage} open={open} />
  }
}

function OpenPicture(opened: { image: ImageView; lineage: LineageView; open(imageId: string): void }) {
  const app = useTranslations('app')
  const session = useSession(opened)
  useStoredNotice(session)
  useKeptTools(session)
  const { name } = opened.image
  const studio = app('name')
  useEffect(() => {
    document.title = `${name} · ${studio}`
  }, [name, studio])
  return (
    <EditorSessionProvider session={session}>
      <EditorLayout />
      <IslandWatch />
    </EditorSessionProvider>
  )
}

const Empty = ({ children }: { children: ReactNode }) => (
  <div className="flex h-dvh flex-col">
    <TopBar />
    <main className="flex flex-1 flex-col items-center justify-center gap-4 p-6">{children}</main>
  </div>
)
