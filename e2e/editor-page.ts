// What a person does in the editor, with the real pointer and keyboard.
import type { Locator, Page } from '@playwright/test'
import sharp from 'sharp'
import type { Bytes } from './pictures.ts'

export const canvasOf = (page: Page): Locator => page.getByTestId('canvas')

/** Chooses a file on the library page and waits for the editor with its picture. */
export async function addPicture(page: Page, file: { name: string; bytes: Bytes }): Promise<string> {
  await page.goto('/')
  const mimeType = file.name.endsWith('.jpg') ? 'image/jpeg' : 'image/png'
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: file.name, mimeType, buffer: Buffer.from(file.bytes) })
  await page.waitForURL(/\/images\/[0-9a-z]{20}/)
  await isReady(page)
  return imageIdOf(page)
}

export const imageIdOf = (page: Page): string => /\/images\/([0-9a-z]{20})/.exec(page.url())?.[1] ?? ''

/**
 * The picture that the address names is drawn and its mask is there. The address changes a moment before the canvas does:
 * until then the canvas of the version before is ready, and takes keys.
 */
export async function isReady(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const id = document.querySelector<HTMLElement>('[data-testid=canvas][aria-busy=false]')?.dataset.imageId
    return id !== undefined && location.pathname.endsWith(`/${id}`)
  })
}

type Place = { x: number; y: number }

/** One stroke through places given as shares of the canvas, from (0, 0) to (1, 1). */
export async function stroke(page: Page, places: readonly Place[]): Promise<void> {
  const box = await canvasOf(page).boundingBox()
  if (!box) throw new Error('there is no canvas')
  const at = ({ x, y }: Place): [number, number] => [box.x + x * box.width, box.y + y * box.height]
  await page.mouse.move(...at(places[0]))
  await page.mouse.down()
  for (const place of places.slice(1)) await page.mouse.move(...at(place), { steps: 6 })
  await page.mouse.up()
}

/** What the browser keeps under a key of its store of masks; null where there is nothing. */
const keptUnder = (page: Page, key: string) =>
  page.evaluate(async (id) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await settled(indexedDB.open('frisket-masks'))
    if (!database.objectStoreNames.contains('masks')) return null
    const kept = await settled(database.transaction('masks').objectStore('masks').get(id))
    database.close()
    const strokes: { points: { y: number }[] }[] = kept?.strokes ?? []
    return kept
      ? { png: kept.png ? [...new Uint8Array(kept.png)] : [], rows: strokes.map(({ points }) => points[0].y) }
      : null
  }, key)

/** The raster as the browser has kept it: what a reload would restore. Null until there is one. */
export async function keptMask(page: Page, imageId: string): Promise<Buffer | null> {
  const kept = await keptUnder(page, imageId)
  return kept && greyOf(Buffer.from(kept.png))
}

/** Where the strokes begin that the browser keeps and that are not in that raster yet: their rows in image px. */
export const keptStrokes = async (page: Page, imageId: string): Promise<readonly number[]> =>
  (await keptUnder(page, `strokes ${imageId}`))?.rows ?? []

/** The samples of an 8-bit grey PNG, one byte per pixel. */
export async function greyOf(png: Buffer): Promise<Buffer> {
  return sharp(png).toColourspace('b-w').raw().toBuffer()
}
