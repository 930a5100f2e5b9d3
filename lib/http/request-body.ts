// The bytes of a request, piece by piece, and what becomes of those that nobody wants any more.
import { AppError } from '../core/errors.ts'

export type BodyReader = ReadableStreamDefaultReader<Uint8Array>

/** More than any picture that is refused for its size; a client that sends more than that is cut off. */
const maxDrainedBytes = 200_000_000

export const openBody = (request: Request): BodyReader => (request.body ?? new Blob([]).stream()).getReader()

/** @throws AppError `request_invalid` where the client goes away */
export async function* readChunks(reader: BodyReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new AppError('request_invalid', { cause })
    })
    if (done) return
    yield value
  }
}

/**
 * Reads on in the background and forgets. Browsers read the answer only once they have sent everything: were the rest left unread
 * they would wait, and were it cancelled the connection would be reset, and either way a refusal would never be seen.
 */
export function drain(reader: BodyReader): void {
  const readOn = async () => {
    for (let bytes = 0; bytes < maxDrainedBytes; ) {
      const { done, value } = await reader.read()
      if (done) return
      bytes += value.byteLength
    }
    await reader.cancel()
  }
  // The client is gone, and its answer was nobody's.
  readOn().catch(() => undefined)
}
