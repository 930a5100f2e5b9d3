// Storing bytes and committing the row that needs them must not be cut in two by a deletion that finds the bytes
// unreferenced in between. One at a time is enough: hashing and renaming 20 MB takes some 50 ms.

export type KeepGate = { run: <T>(task: () => Promise<T>) => Promise<T> }

export function createKeepGate(): KeepGate {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(task) {
      const result = last.then(task)
      last = result.catch(() => undefined)
      return result
    },
  }
}
