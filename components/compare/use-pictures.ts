'use client'

import * as Comlink from 'comlink'
import { useEffect, useState } from 'react'
import { pictureUrl } from '#lib/client/picture-url.ts'
import { type PhotoLevels, photoLevels } from '../editor/paint-photo.ts'
import type { PicturesWorker } from './pictures.worker.ts'

export type Picture = { readonly state: 'loading' | 'failed' } | ({ readonly state: 'ready' } & PhotoLevels)
type Pictures = ReadonlyMap<string, Picture>

type Shelf = { want(imageIds: readonly string[]): void; close(): void }

/** Holds the pictures that are wanted and no others: at 20 megapixels each weighs 107 MB. */
function openShelf(tell: (pictures: Pictures) => void): Shelf {
  const worker = new Worker(new URL('./pictures.worker.ts', import.meta.url), { type: 'module', name: 'pictures' })
  const remote = Comlink.wrap<PicturesWorker>(worker)
  const held = new Map<string, Picture>()
  let isClosed = false
  const release = (picture: Picture | undefined): void => {
    if (picture?.state === 'ready') for (const level of picture.levels) level.close()
  }
  const put = (imageId: string, picture: Picture): void => {
    // No longer wanted, or wanted anew meanwhile.
    if (isClosed || held.get(imageId)?.state !== 'loading') {
      release(picture)
      return
    }
    held.set(imageId, picture)
    tell(new Map(held))
  }
  worker.addEventListener('error', () => {
    for (const imageId of held.keys()) put(imageId, { state: 'failed' })
  })
  return {
    want(imageIds) {
      for (const [imageId, picture] of held) {
        if (imageIds.includes(imageId) && picture.state !== 'failed') continue
        held.delete(imageId)
        release(picture)
      }
      for (const imageId of imageIds) {
        if (held.has(imageId)) continue
        held.set(imageId, { state: 'loading' })
        remote.load(new URL(pictureUrl(imageId), location.href).href).then(
          (levels) => put(imageId, { state: 'ready', ...photoLevels(levels) }),
          () => put(imageId, { state: 'failed' }),
        )
      }
      tell(new Map(held))
    },
    close() {
      isClosed = true
      worker.terminate()
      for (const picture of held.values()) release(picture)
    },
  }
}

/**
 * The pictures of these images, decoded off the page. With `wanted` null nothing new is fetched and nothing let go.
 * `again` fetches what has failed once more.
 */
export function usePictures(wanted: readonly string[] | null): { pictures: Pictures; again(): void } {
  const [shelf, setShelf] = useState<Shelf | null>(null)
  const [pictures, setPictures] = useState<Pictures>(new Map())
  useEffect(() => {
    const opened = openShelf(setPictures)
    setShelf(opened)
    return () => opened.close()
  }, [])
  const ids = wanted === null ? null : wanted.join(' ')
  useEffect(() => {
    if (ids !== null) shelf?.want(ids.split(' '))
  }, [shelf, ids])
  return { pictures, again: () => shelf?.want(ids?.split(' ') ?? []) }
}
