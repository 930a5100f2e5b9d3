// A zlib stream (RFC 1950, 1951) of runs: Huffman codes made for each block, and copies from one byte back, nothing else.
// Under the PNG filter Up a mask is runs of zeros where it is even and a few small numbers where it is soft. For that the
// search of a general deflate finds little more, and takes many times as long (docs/benchmarks.md).
import { canonicalCodes, codeLengths } from './huffman.ts'

/** A token is a byte, or 256 plus the length of a copy: 3 to 258 bytes, each like the one before it. */
const copy = 256
const longestCopy = 258
const tokenCount = copy + longestCopy + 1
const tokensPerBlock = 1 << 18

/** The symbol of each token (RFC 1951, 3.2.5), and the extra bits that tell lengths of one symbol apart. */
const symbols = new Uint16Array(tokenCount)
const extras = new Uint8Array(tokenCount)
const extraBits = new Uint8Array(tokenCount)
for (let byte = 0; byte < 256; byte++) symbols[byte] = byte
for (let length = 3, symbol = 257, base = 3, bits = 0; length <= longestCopy; length++) {
  if (length === longestCopy) [symbol, base, bits] = [285, longestCopy, 0]
  else if (length - base === 1 << bits) {
    symbol++
    base = length
    if (symbol >= 265 && (symbol - 265) % 4 === 0) bits++
  }
  symbols[copy + length] = symbol
  extras[copy + length] = length - base
  extraBits[copy + length] = bits
}

const endOfBlock = 256
const symbolCount = 286
/** With 5 extra bits and 1 of distance a token has at most 17, which fit a word beside up to 15 that wait. */
const mostBits = 11
/** The order in which deflate tells the lengths of the codes for lengths. */
const tellingOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const adlerModulus = 65521

/** Writes the tokens of one byte `count` times, no more than that many. Returns where they end. */
export function writeRun(tokens: Uint16Array, at: number, byte: number, count: number): number {
  let end = at
  tokens[end++] = byte
  let rest = count - 1
  while (rest >= 3) {
    // Leave no tail of one or two, which would cost a literal each.
    const copied = rest <= longestCopy ? rest : rest < longestCopy + 3 ? rest - 3 : longestCopy
    tokens[end++] = copy + copied
    rest -= copied
  }
  for (; rest > 0; rest--) tokens[end++] = byte
  return end
}

export function createRunDeflater() {
  const tokens = new Uint16Array(tokensPerBlock)
  let tokenEnd = 0
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
    if (pendingCount < 16) return
    out[length++] = pending
    out[length++] = pending >>> 8
    pending >>>= 16
    pendingCount -= 16
  }

  /** `put` for every token, in local variables: 6 % of the whole. */
  const putTokens = (bits: Uint32Array, bitCounts: Uint8Array): void => {
    const bytes = out
    let [end, waiting, waitingCount] = [length, pending, pendingCount]
    for (let i = 0; i < tokenEnd; i++) {
      const token = tokens[i]
      waiting |= bits[token] << waitingCount
      waitingCount += bitCounts[token]
      if (waitingCount < 16) continue
      bytes[end++] = waiting
      bytes[end++] = waiting >>> 8
      waiting >>>= 16
      waitingCount -= 16
    }
    length = end
    pending = waiting
    pendingCount = waitingCount
  }

  const endBlock = (last: boolean): void => {
    const counts = new Uint32Array(symbolCount)
    for (let i = 0; i < tokenEnd; i++) counts[symbols[tokens[i]]]++
    counts[endOfBlock] = 1
    const lengths = codeLengths(counts, mostBits)
    const codes = canonicalCodes(lengths)
    const bits = new Uint32Array(tokenCount)
    const bitCounts = new Uint8Array(tokenCount)
    for (let token = 0; token < tokenCount; token++) {
      const codeLength = lengths[symbols[token]]
      bits[token] = codes[symbols[token]] | (extras[token] << codeLength)
      // The one distance there is has the code 0, of one bit.
      bitCounts[token] = codeLength + extraBits[token] + (token < copy ? 0 : 1)
    }
    reserve(1024 + tokenEnd * 3)
    put(last ? 0b101 : 0b100, 3)
    tellCodes(lengths, put)
    putTokens(bits, bitCounts)
    put(codes[endOfBlock], lengths[endOfBlock])
    tokenEnd = 0
  }

  out[length++] = 0x78
  out[length++] = 0x01

  return {
    /** The first `count` of these tokens. */
    push(given: Uint16Array, count: number): void {
      for (let taken = 0; taken < count; ) {
        if (tokenEnd === tokensPerBlock) endBlock(false)
        const piece = given.subarray(taken, Math.min(count, taken + tokensPerBlock - tokenEnd))
        tokens.set(piece, tokenEnd)
        tokenEnd += piece.length
        taken += piece.length
      }
    },

    /** Of the bytes since the last call: how many, their sum, and the sum of each times the bytes from it to the end. */
    checked(count: number, sum: number, weightedSum: number): void {
      adlerB = (adlerB + count * adlerA + weightedSum) % adlerModulus
      adlerA = (adlerA + sum) % adlerModulus
    },

    finish(): Uint8Array<ArrayBuffer> {
      endBlock(true)
      reserve(8)
      for (; pendingCount > 0; pendingCount -= 8, pending >>>= 8) out[length++] = pending
      for (const byte of [adlerB >> 8, adlerB & 255, adlerA >> 8, adlerA & 255]) out[length++] = byte
      return out.slice(0, length)
    },
  }
}

/** The head of a block with codes of its own (RFC 1951, 3.2.7). */
function tellCodes(lengths: Uint8Array, put: (bits: number, count: number) => void): void {
  let symbolEnd = lengths.length
  while (lengths[symbolEnd - 1] === 0) symbolEnd--
  // Of 138 zeros, of 11 to 138 and of 3 to 10 there are codes; what else repeats is told one by one.
  const told: { readonly symbol: number; readonly extra: number; readonly bits: number }[] = []
  // Last comes the length of the one distance.
  const all = [...lengths.subarray(0, symbolEnd), 1]
  for (let i = 0; i < all.length; ) {
    let end = i
    while (all[end] === 0 && end - i < 138) end++
    const zeros = end - i
    if (zeros >= 11) told.push({ symbol: 18, extra: zeros - 11, bits: 7 })
    else if (zeros >= 3) told.push({ symbol: 17, extra: zeros - 3, bits: 3 })
    else told.push({ symbol: all[i], extra: 0, bits: 0 })
    i += zeros >= 3 ? zeros : 1
  }
  const counts = new Uint32Array(19)
  for (const { symbol } of told) counts[symbol]++
  const tellingLengths = codeLengths(counts, 7)
  const tellingCodes = canonicalCodes(tellingLengths)
  let tellingEnd = 19
  while (tellingLengths[tellingOrder[tellingEnd - 1]] === 0) tellingEnd--
  put(symbolEnd - 257, 5)
  put(0, 5)
  put(tellingEnd - 4, 4)
  for (const symbol of tellingOrder.slice(0, tellingEnd)) put(tellingLengths[symbol], 3)
  for (const { symbol, extra, bits } of told) {
    put(tellingCodes[symbol], tellingLengths[symbol])
    put(extra, bits)
  }
}
