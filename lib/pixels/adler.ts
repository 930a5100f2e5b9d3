// Adler-32 (RFC 1950, 8.2), and that of two pieces in a row from the sums of each (zlib's adler32_combine).

const modulus = 65_521
/** So many bytes can be summed before the second sum leaves 32 bits. */
const safeRun = 5_552

export function adler32(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (let i = 0; i < bytes.length; ) {
    const end = Math.min(i + safeRun, bytes.length)
    // Four at a time take half the time: what each adds to b does not wait for the one before.
    for (; i + 3 < end; i += 4) {
      const first = bytes[i]
      const second = bytes[i + 1]
      const third = bytes[i + 2]
      const fourth = bytes[i + 3]
      b += 4 * (a + first) + 3 * second + 2 * third + fourth
      a += first + second + third + fourth
    }
    for (; i < end; i++) {
      a += bytes[i]
      b += a
    }
    a %= modulus
    b %= modulus
  }
  return ((b << 16) | a) >>> 0
}

/** The sum of two pieces in a row, of which the second has `secondLength` bytes. */
export function joinAdler32(first: number, second: number, secondLength: number): number {
  const [a1, b1] = [first & 0xffff, first >>> 16]
  const [a2, b2] = [second & 0xffff, second >>> 16]
  const length = secondLength % modulus
  const a = (a1 + a2 + modulus - 1) % modulus
  // Every byte of the second piece adds the first's a once more, less the 1 with which each sum starts.
  const b = (b1 + b2 + length * (a1 + modulus - 1)) % modulus
  return ((b << 16) | a) >>> 0
}
