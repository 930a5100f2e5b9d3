// What is in a ZIP, for tests.

/** Names and bytes by the directory at the end of a ZIP, as any program reads it. */
export function readZip(zip: Buffer): [name: string, bytes: Buffer][] {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'))
  const files: [string, Buffer][] = []
  for (let at = zip.readUInt32LE(end + 16), i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const [size, nameLength, extra, comment] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ]
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString()
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    files.push([name, zip.subarray(start, start + size)])
    at += 46 + nameLength + extra + comment
  }
  return files
}
