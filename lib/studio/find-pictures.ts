// Pictures by what a person calls them: an id, or the name of an upload with or without its ending.
import { idPattern } from '../core/ids.ts'
import { findImage } from '../db/images.ts'
import { allUploadNames, findUploadsNamed } from '../db/library.ts'
import type { ImageRow } from '../db/schema.ts'
import { nearestName, pictureStem } from '../edits/batch-file.ts'
import type { StudioPorts } from './ports.ts'

export type FoundPicture = {
  /** As it was asked for. */
  name: string
  image: ImageRow | null
  /** Where there is none: the upload that was probably meant. */
  guess: ImageRow | null
}

/** Guesses read the names of the whole library: for a handful of typing errors, not for a file of another studio. */
const mostGuesses = 50

/** Of several uploads of one name the newest is meant. */
export async function findPictures({ db }: Pick<StudioPorts, 'db'>, names: readonly string[]): Promise<FoundPicture[]> {
  const found = new Map<string, ImageRow>()
  // Oldest first, so that the newest stays; a whole name wins over one without its ending.
  const uploads = await findUploadsNamed(db, names)
  for (const image of uploads) found.set(pictureStem(image.name), image)
  for (const image of uploads) found.set(image.name.toLowerCase(), image)
  let guesses = 0
  let shelf: string[] | null = null
  const answers: FoundPicture[] = []
  for (const name of names) {
    const byId = idPattern.test(name) ? await findImage(db, name) : undefined
    const image = (byId && byId.kind !== 'raw' ? byId : found.get(name.toLowerCase())) ?? null
    let guess: ImageRow | null = null
    if (!image && guesses++ < mostGuesses) {
      shelf ??= await allUploadNames(db)
      const near = nearestName(name, shelf)
      guess = near === null ? null : ((await findUploadsNamed(db, [near])).at(-1) ?? null)
    }
    answers.push({ name, image, guess })
  }
  return answers
}
