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

/** Writes what `encodeRuns` was given to the start of `target`. */
export function decodeRuns(runs: Uint8Array, target: Uint8Array): void {
  let written = 0
  for (let i = 0; i < runs.length; ) {
    let rest = 0
    let scale = 1
    for (; runs[i] > 127; i++, scale *= 128) rest += (runs[i] & 127) * scale
    rest += runs[i++] * scale
    const count = Math.floor(rest / 2)
    if (rest % 2 === 1) {
      target.set(runs.subarray(i, i + count), written)
      i += count
    } else target.fill(runs[i++], written, written + count)
    written += count
  }
}
