import { afterEach, expect, test, vi } from 'vitest'
import type { KeptMask } from './mask-store.ts'
import type { JournalStroke } from './stroke-journal.ts'

/** One browser's storage, shared by all the tabs of a test; `fault` is what it answers to a write. */
const storage = vi.hoisted(() => ({
  masks: new Map<string, KeptMask>(),
  journals: new Map<string, Journal>(),
  fault: null as unknown,
}))

type Keeping = { mask: KeptMask; strokes: readonly JournalStroke[]; lastSeen: number | null }
type Journal = { base: number | null; strokes: readonly JournalStroke[] }

vi.mock('./mask-store.ts', async (original) => ({
  ...(await original<typeof import('./mask-store.ts')>()),
  loadMask: async (id: string) => storage.masks.get(id) ?? null,
  loadOvertaken: async (id: string) => storage.masks.get(`overtaken ${id}`) ?? null,
  async loadStrokes(id: string, base: number | null) {
    const journal = storage.journals.get(id)
    return journal?.base === base ? journal.strokes : []
  },
  async storeStrokes(id: string, journal: Journal) {
    if (storage.fault) throw storage.fault
    storage.journals.set(id, journal)
  },
  async storeMask(id: string, { mask, strokes, lastSeen }: Keeping) {
    if (storage.fault) throw storage.fault
    const before = storage.masks.get(id)
    const overtaken = before && before.savedAt !== lastSeen ? before : null
    if (overtaken) storage.masks.set(`overtaken ${id}`, overtaken)
    storage.masks.set(id, mask)
    storage.journals.set(id, { base: mask.savedAt, strokes })
    return overtaken
  },
}))

const { createMaskKeeping, nothingKept } = await import('./mask-keeping.ts')

const tabs: { close(): void }[] = []
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close()
  storage.masks.clear()
  storage.journals.clear()
  storage.fault = null
})

/** A tab whose whole raster is one byte. */
async function openTab(imageId = 'cup') {
  const tab = { facts: nothingKept, byte: 0, told: 0 }
  const keeping = createMaskKeeping({
    isPainting: () => false,
    imageId,
    encode: async () => new Uint8Array([tab.byte]),
    onFacts(facts) {
      tab.facts = facts
      tab.told++
    },
  })
  tabs.push(keeping)
  const found = await keeping.open()
  tab.byte = found?.png[0] ?? 0
  return {
    keeping,
    unkept: () => keeping.unkeptStrokes(),
    strokesKept: () => keeping.strokesKept(),
    draw(x: number, byte: number): void {
      tab.byte = byte
      keeping.stroked(strokeAt(x))
    },
    byte: () => tab.byte,
    stands: () => tab.facts.otherTab.kind,
    fault: () => tab.facts.storageFault,
    async paint(byte: number): Promise<void> {
      tab.byte = byte
      // Two saves within one millisecond would look alike.
      await new Promise((resolve) => setTimeout(resolve, 2))
      keeping.changed()
      await keeping.flush()
    },
    async take(): Promise<void> {
      const taken = await keeping.take()
      if (!taken) throw new Error('Nothing to take')
      tab.byte = taken.png[0]
      keeping.changed()
      await keeping.flush()
    },
  }
}

const strokeAt = (x: number): JournalStroke => ({
  brush: { sizePx: 9, hardness: 1, value: 255 },
  points: [{ x, y: 0 }],
})
const kept = () => storage.masks.get('cup')?.png[0]

test('one tab alone hears of nobody, and finds its mask again', async () => {
  const first = await openTab()
  await first.paint(7)
  expect(first.stands()).toBe('none')
  first.keeping.close()
  expect((await openTab()).byte()).toBe(7)
})

test('a second tab is told that there is a first, and a tab of another picture is not', async () => {
  await openTab()
  const other = await openTab('cat')
  const second = await openTab()
  await vi.waitFor(() => expect(second.stands()).toBe('open'))
  expect(other.stands()).toBe('none')
})

test('what is painted in one tab is offered to the other, and taken', async () => {
  const [one, two] = [await openTab(), await openTab()]
  await one.paint(7)
  await vi.waitFor(() => expect(two.stands()).toBe('newer-there'))
  await two.take()
  expect([two.byte(), two.stands()]).toEqual([7, 'open'])
  // Taking it is no news for the tab that painted it.
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(one.stands()).toBe('none')
})

test('the newer strokes stand, both tabs are told, and the older ones can still be had', async () => {
  const [one, two] = [await openTab(), await openTab()]
  await one.paint(7)
  await vi.waitFor(() => expect(two.stands()).toBe('newer-there'))
  await two.paint(9)
  expect([kept(), two.stands()]).toEqual([9, 'newer-here'])
  await vi.waitFor(() => expect(one.stands()).toBe('newer-there'))
  await two.take()
  expect([kept(), two.byte(), two.stands()]).toEqual([7, 7, 'open'])
})

test('nothing is overtaken in silence, even where the tabs cannot hear each other', async () => {
  const one = await openTab()
  const two = await openTab()
  one.keeping.close()
  await one.paint(7)
  await two.paint(9)
  expect(two.stands()).toBe('newer-here')
  expect(storage.masks.get('overtaken cup')?.png[0]).toBe(7)
})

test('keeping this one keeps it at once', async () => {
  const [one, two] = [await openTab(), await openTab()]
  await one.paint(7)
  await vi.waitFor(() => expect(two.stands()).toBe('newer-there'))
  await two.keeping.leave()
  expect([kept(), two.stands()]).toEqual([0, 'open'])
})

test('a full storage is told as full, any other refusal as such, and a save that works takes it back', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const tab = await openTab()
  storage.fault = new DOMException('no room', 'QuotaExceededError')
  await tab.paint(1)
  await tab.paint(2)
  expect(tab.fault()).toBe('full')
  expect(warn).toHaveBeenCalledTimes(1)
  storage.fault = new DOMException('not here', 'SecurityError')
  await tab.paint(3)
  expect(tab.fault()).toBe('refused')
  storage.fault = null
  await tab.paint(4)
  expect([tab.fault(), kept()]).toEqual([null, 4])
})

test('strokes that were not kept when their tab ended are found by the next, upon the mask they were drawn on', async () => {
  const first = await openTab()
  first.draw(1, 1)
  first.draw(2, 2)
  await vi.waitFor(() => expect(storage.journals.get('cup')?.strokes).toHaveLength(2))
  // No pause, no flush: the tab is gone.
  expect(await (await openTab()).unkept()).toEqual([strokeAt(1), strokeAt(2)])

  await first.keeping.flush()
  expect(await (await openTab()).unkept()).toEqual([])
  first.draw(3, 3)
  await vi.waitFor(() => expect(storage.journals.get('cup')?.strokes).toHaveLength(1))
  expect(await (await openTab()).unkept()).toEqual([strokeAt(3)])
  // Another tab has kept another mask since: the stroke was not drawn upon that one.
  storage.masks.set('cup', { png: new Uint8Array([9]), savedAt: 1 })
  expect(await (await openTab()).unkept()).toEqual([])
})

test('an undo that comes back to the kept mask leaves no stroke to be found', async () => {
  const tab = await openTab()
  await tab.paint(7)
  tab.draw(1, 8)
  await vi.waitFor(() => expect(storage.journals.get('cup')?.strokes).toHaveLength(1))
  await tab.paint(7)
  expect(await (await openTab()).unkept()).toEqual([])
})
