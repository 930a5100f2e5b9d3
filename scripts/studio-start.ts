// How the server process learns that the studio inside it has started, or why it has not.
//
// Next loads instrumentation.ts from its own bundle, so the two share no module; and in production `prepare()` fires its
// `register()` without waiting for it and answers every request with 500 when it throws. They meet on globalThis instead.

export type StopStudio = () => Promise<void>

declare global {
  var frisketStart: PromiseWithResolvers<StopStudio> | undefined
}

/** For the server, before it loads Next: settles as `startStudio` does. */
export function studioStarted(): Promise<StopStudio> {
  globalThis.frisketStart = Promise.withResolvers<StopStudio>()
  return globalThis.frisketStart.promise
}

/**
 * For instrumentation.ts. A failure goes to the server, which ends the process with the error's message as its one
 * sentence; without our server (`next start` by hand) it is thrown.
 */
export async function startStudio(start: () => Promise<StopStudio>): Promise<void> {
  const server = globalThis.frisketStart
  if (server === undefined) {
    await start()
    return
  }
  try {
    server.resolve(await start())
  } catch (error) {
    server.reject(error)
  }
}
