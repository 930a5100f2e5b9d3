// Storing bytes and committing the row that needs them must not be cut in two by a deletion that finds the bytes
// unreferenced in between. In one process one at a time is enough: hashing and renaming 20 MB takes some 50 ms. Between
// processes lib/db/shared-gate.ts does the same.

export type KeepGate = {
  /** Stores and commits. */
  run: <T>(task: () => Promise<T>) => Promise<T>
  /** Looks whether bytes are needed and removes them, while nobody stores. */
  alone: <T>(task: () => Promise<T>) => Promise<T>
}

export function createKeepGate(): KeepGate {
  let last: Promise<unknown> = Promise.resolve()
  const oneByOne = <T>(task: () => Promise<T>): Promise<T> => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
  return { run: oneByOne, alone: oneByOne }
}
