/**
 * Bytes by name, up to a budget; the longest unused go first. Results are mostly noise and compress badly (about 3 MB each),
 * so that a soak of some hundred rounds would otherwise fill the memory.
 */
export type ByteShelf = { put(name: string, bytes: Buffer): void; get(name: string): Buffer | null }

export function createByteShelf(budgetBytes: number): ByteShelf {
  const byAge = new Map<string, Buffer>()
  let total = 0
  const remove = (name: string): void => {
    total -= byAge.get(name)?.length ?? 0
    byAge.delete(name)
  }
  return {
    put(name, bytes) {
      remove(name)
      byAge.set(name, bytes)
      total += bytes.length
      for (const oldest of byAge.keys()) {
        if (total <= budgetBytes || oldest === name) break
        remove(oldest)
      }
    },
    get(name) {
      const bytes = byAge.get(name)
      if (bytes === undefined) return null
      byAge.delete(name)
      byAge.set(name, bytes)
      return bytes
    },
  }
}
