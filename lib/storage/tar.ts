// Archives that every tar can open: plain ustar, written and read as a stream.
import type { FileHandle } from 'node:fs/promises'

const blockBytes = 512
/** What the format's eleven octal digits hold. */
const maxFileBytes = 8 ** 11 - 1

export type TarWriter = {
  /** @param bytes exactly as many as are announced */
  add(name: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** Two empty blocks, without which an archive is cut off. */
  end(): Promise<void>
}

export function writeTar(file: FileHandle): TarWriter {
  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    await file.appendFile(bytes)
  }
  return {
    async add(name, size, bytes) {
      await writeAll(headerOf(name, size))
      let written = 0
      for await (const chunk of bytes) {
        written += chunk.byteLength
        if (written > size) break
        await writeAll(chunk)
      }
      if (written !== size) throw new Error(`${name} has ${written} bytes instead of ${size}`)
      await writeAll(new Uint8Array(padding(size)))
    },
    end: () => writeAll(new Uint8Array(2 * blockBytes)),
  }
}

const padding = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes

function headerOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 99) throw new Error(`${name} is too long a name for an archive`)
  if (size > maxFileBytes) throw new Error(`${name} is too large for an archive`)
  const header = Buffer.alloc(blockBytes)
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0')
  header.write(name, 0)
  header.write(octal(0o600, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(size, 12), 124)
  header.write(octal(0, 12), 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${octal(checksum(header), 7)}\0 `, 148)
  return header
}

const checksum = (header: Uint8Array): number => header.reduce((sum, byte) => sum + byte, 0)

export type TarEntry = { name: string; size: number; bytes: AsyncIterable<Uint8Array> }

/**
 * Entries in their order; the bytes of each must be read before the next is asked for.
 * @throws Error where the archive is damaged or ends before its end
 */
export async function* readTar(file: FileHandle): AsyncGenerator<TarEntry> {
  let position = 0
  const read = async (length: number): Promise<Buffer> => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position)
    if (bytesRead !== length) throw new Error('the archive ends before its end')
    position += length
    return buffer
  }
  async function* body(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      const chunk = await read(Math.min(left, 1 << 20))
      left -= chunk.byteLength
      yield chunk
    }
  }
  for (;;) {
    const header = await read(blockBytes)
    if (header.every((byte) => byte === 0)) return
    const sum = Number.parseInt(header.toString('latin1', 148, 154), 8)
    header.fill(' ', 148, 156)
    if (checksum(header) !== sum) throw new Error('the archive is damaged')
    const name = header.toString('utf8', 0, header.indexOf(0))
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
    const next = position + size + padding(size)
    yield { name, size, bytes: body(size) }
    position = next
  }
}
