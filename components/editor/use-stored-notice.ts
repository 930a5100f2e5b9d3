'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { EditState } from '#lib/edits/lifecycle.ts'
import { notify } from '../ui/toast.tsx'
import { storedSince } from './activity.ts'
import type { EditorSession } from './editor-session.tsx'

/** Tells of every edit that has become a version, and goes to it where its picture is the one that is open. */
export function useStoredNotice({ lineage, tree, image, open, compare }: EditorSession): void {
  const t = useTranslations('edit')
  const states = useRef<ReadonlyMap<string, EditState>>(new Map())

  const follow = useEffectEvent(() => {
    for (const edit of storedSince(states.current, lineage)) {
      const version = tree.versions.find(({ key }) => key === edit.outputImageId)
      if (!version) continue
      notify({
        kind: 'done',
        id: `stored-${edit.id}`,
        title: t('stored', { number: version.number }),
        action: {
          label: t('compare'),
          onSelect: () => {
            open(version.key)
            compare.open()
          },
        },
      })
      // One that was cancelled, and came all the same, does not take the page away from what is done now.
      if (edit.imageId === image.id && edit.cancelRequestedAt === null) open(version.key)
    }
    states.current = new Map(lineage.edits.map(({ id, state }) => [id, state]))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: news of the edits is the reason to look
  useEffect(() => follow(), [lineage])
}
