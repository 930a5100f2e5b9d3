// Bytes as runs. A control number (7 bits to a byte, low bits first, the top bit says that more follow) is twice a
// count, plus 1 where that many literal bytes follow; otherwise one byte follows, which is repeated that often.

const shortestRun = 4

export function encodeRuns(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // A run of four or more always saves at least its own control; a literal stretch costs at most three bytes more.
  const out = new Uint8Array(bytes.length + (bytes.length >> 8) + 16)
  let length = 0
  const control = (count: number, literal: 0 | 1): void => {
    let rest = count * 2 + literal
    for (; rest > 127; rest = Math.floor(rest / 128)) out[length++] = (rest & 127) | 128
    out[length++] = rest
  }
  let literalStart = 0
  const flushLiterals = (end: number): void => {
    if (end === literalStart) return
    control(end - literalStart, 1)
    out.set(bytes.subarray(literalStart, end), length)
    length += end - literalStart
  }
  for (let i = 0; i < bytes.length; ) {
    const value = bytes[i]
    let end = i + 1
    while (end < bytes.length && bytes[end] === value) end++
    if (end - i >= shortestRun) {
      flushLiterals(i)
      control(end - i, 0)
      out[length++] = value
      literalStart = end
    }
    i = end
  }
  flushLiterals(bytes.length)
  return out.slice(0, length)
}

/** A rectangle in a larger array: rows of `width` bytes, the first at `start`, each `stride` after the one before. */
type Place = { readonly data: Uint8Array; readonly start: number; readonly width: number; readonly stride: number }

/**
 * Joins what `encodeRuns` was given to a rectangle's bytes by XOR. Stretches of zeros are not even read. One loop without
 * functions inside: made anew for each call they never got compiled, and undo took ten times as long.
 */
export function xorRuns(runs: Uint8Array, { data, start, width, stride }: Place): void {
  let row = start
  let column = 0
  for (let i = 0; i < runs.length; ) {
    let rest = 0
    let scale = 1
    for (; runs[i] > 127; i++, scale *= 128) rest += (runs[i] & 127) * scale
    rest += runs[i++] * scale
    let count = Math.floor(rest / 2)
    const literal = rest % 2 === 1
    const byte = literal ? 0 : runs[i++]
    while (count > 0) {
      const piece = Math.min(count, width - column)
      const from = row + column
      if (literal) {
        for (let k = 0; k < piece; k++) data[from + k] ^= runs[i + k]
        i += piece
      } else if (byte !== 0) {
        for (let k = from; k < from + piece; k++) data[k] ^= byte
      }
      count -= piece
      column += piece
      if (column === width) {
        column = 0
        row += stride
      }
    }
  }
}
