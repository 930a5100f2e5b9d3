// A zlib stream (RFC 1950, 1951) of runs: fixed Huffman codes and copies from one byte back, nothing else. Under the
// PNG filter Up a hard mask is almost nothing but zeros, and then this is several times faster than a general deflate.

/** Fixed Huffman codes of RFC 1951, 3.2.6, with their bits reversed for writing low bit first. */
const codes = new Uint16Array(288)
const codeLengths = new Uint8Array(288)
for (let symbol = 0; symbol < 288; symbol++) {
  const [code, length] =
    symbol < 144
      ? [0x30 + symbol, 8]
      : symbol < 256
        ? [0x190 + symbol - 144, 9]
        : symbol < 280
          ? [symbol - 256, 7]
          : [0xc0 + symbol - 280, 8]
  for (let bit = 0; bit < length; bit++) codes[symbol] |= ((code >> bit) & 1) << (length - 1 - bit)
  codeLengths[symbol] = length
}

/** For a copy of 3 to 258 bytes from one byte back: the code of its length, extra bits and distance, and their number. */
const copyBits = new Uint32Array(259)
const copyBitCounts = new Uint8Array(259)
for (let length = 3, symbol = 257, base = 3, extra = 0; length <= 258; length++) {
  if (length === 258) [symbol, base, extra] = [285, 258, 0]
  else if (length - base === 1 << extra) {
    symbol++
    base = length
    if (symbol >= 265 && (symbol - 265) % 4 === 0) extra++
  }
  copyBits[length] = codes[symbol] | ((length - base) << codeLengths[symbol])
  // Distance 1 is code 0: five zero bits.
  copyBitCounts[length] = codeLengths[symbol] + extra + 5
}

const adlerModulus = 65521
const endOfBlock = 256

export type RunDeflater = {
  push(byte: number, count: number): void
  length(): number
  finish(): Uint8Array<ArrayBuffer>
}

export function createRunDeflater(): RunDeflater {
  let out = new Uint8Array(1 << 16)
  let length = 0
  let pending = 0
  let pendingCount = 0
  let adlerA = 1
  let adlerB = 0

  const reserve = (bytes: number): void => {
    if (length + bytes <= out.length) return
    const grown = new Uint8Array(Math.max(out.length * 2, length + bytes))
    grown.set(out.subarray(0, length))
    out = grown
  }
  const put = (bits: number, count: number): void => {
    pending |= bits << pendingCount
    pendingCount += count
    while (pendingCount >= 8) {
      out[length++] = pending & 255
      pending >>>= 8
      pendingCount -= 8
    }
  }
  out[length++] = 0x78
  out[length++] = 0x01
  put(0b011, 3) // the last block, with fixed codes

  return {
    push(byte, count) {
      reserve((count >> 6) + 64)
      // n times the same value v: a grows by n·v, b by n·a + v·n(n+1)/2.
      adlerB = (adlerB + count * adlerA + byte * ((count * (count + 1)) / 2)) % adlerModulus
      adlerA = (adlerA + count * byte) % adlerModulus
      put(codes[byte], codeLengths[byte])
      let rest = count - 1
      while (rest >= 3) {
        // Leave no tail of one or two, which would cost a literal each.
        const copied = rest <= 258 ? rest : rest < 261 ? rest - 3 : 258
        put(copyBits[copied], copyBitCounts[copied])
        rest -= copied
      }
      for (; rest > 0; rest--) put(codes[byte], codeLengths[byte])
    },
    length: () => length,
    finish() {
      reserve(8)
      put(codes[endOfBlock], codeLengths[endOfBlock])
      if (pendingCount > 0) out[length++] = pending & 255
      for (const byte of [adlerB >> 8, adlerB & 255, adlerA >> 8, adlerA & 255]) out[length++] = byte
      return out.slice(0, length)
    },
  }
}
