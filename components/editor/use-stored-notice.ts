'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { EditView } from '#lib/edits/edit.ts'
import { type EditState, isSettled } from '#lib/edits/lifecycle.ts'
import { endedSets, variationsOf } from '../contact-sheet/variation-set.ts'
import { dismissNotices, notify } from '../ui/toast.tsx'
import { holdsPicture, storedSince } from './activity.ts'
import type { EditorSession } from './editor-session.tsx'
import { isOwnRun, takesPage } from './own-runs.ts'

/** Tells of every edit that has become a version, and goes to it where it is this tab's and its picture is open. */
export function useStoredNotice({ lineage, tree, image, open, compare, sheet }: EditorSession): void {
  const t = useTranslations('edit')
  const states = useRef<ReadonlyMap<string, EditState>>(new Map())
  // A page that opens on the progress of an edit waits for it, whichever tab started it.
  const [awaited] = useState(
    () => new Set(lineage.edits.filter((edit) => holdsPicture(edit) && edit.imageId === image.id).map(({ id }) => id)),
  )

  const follow = useEffectEvent(() => {
    for (const edit of storedSince(states.current, lineage)) {
      const version = tree.versions.find(({ key }) => key === edit.outputImageId)
      // Of several together the last one tells.
      if (!version || edit.variationSetId !== null) continue
      const own = isOwnRun(edit.id) || awaited.has(edit.id)
      notify({
        kind: 'done',
        id: `stored-${edit.id}`,
        title: t('stored', { number: version.number }),
        action: {
          label: t(own ? 'compare' : 'open'),
          onSelect: () => {
            open(version.key)
            if (own) compare.open()
          },
        },
      })
      if (takesPage({ edit, imageId: image.id, own })) open(version.key)
    }
    const wasUnderWay = ({ id }: EditView) => {
      const was = states.current.get(id)
      return was !== undefined && !isSettled(was)
    }
    for (const setId of endedSets(lineage, wasUnderWay)) {
      if (sheet.now?.setId === setId) continue
      const count = variationsOf(lineage, setId).filter(({ state }) => state === 'done').length
      if (count === 0) continue
      notify({
        kind: 'done',
        id: `variations-${setId}`,
        title: t('variationsStored', { count }),
        action: { label: t('open'), onSelect: () => sheet.open(setId) },
      })
    }
    states.current = new Map(lineage.edits.map(({ id, state }) => [id, state]))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: news of the edits is the reason to look
  useEffect(() => follow(), [lineage])
  // What they offer to open is gone with the page.
  useEffect(() => dismissNotices, [])
}
