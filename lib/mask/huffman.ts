// Huffman codes as deflate wants them (RFC 1951, 3.2.2): lengths from how often each symbol comes, codes from lengths.

/** For each symbol the length of its code in bits, 0 where it never comes; one symbol alone gets one bit. */
export function codeLengths(counts: Uint32Array, mostBits: number): Uint8Array {
  const weights = Uint32Array.from(counts)
  for (;;) {
    const lengths = treeDepths(weights)
    if (lengths.every((length) => length <= mostBits)) return lengths
    // Flatter counts make a flatter tree. The shortest possible one would be some hundredths of a percent smaller.
    for (const [symbol, weight] of weights.entries()) if (weight > 0) weights[symbol] = (weight + 1) >> 1
  }
}

/** The tree is built from two queues, each in rising order: symbols, and the nodes that were made of the smallest two. */
function treeDepths(weights: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(weights.length)
  const leaves = [...weights.keys()].filter((symbol) => weights[symbol] > 0).sort((a, b) => weights[a] - weights[b])
  const count = leaves.length
  if (count < 2) {
    for (const symbol of leaves) lengths[symbol] = 1
    return lengths
  }
  // Nodes 0 to count − 1 are the leaves; node i above that is made of two before it.
  const sums = Float64Array.from({ length: 2 * count - 1 }, (_, i) => (i < count ? weights[leaves[i]] : 0))
  const parents = new Uint16Array(2 * count - 1)
  let leaf = 0
  let made = count
  for (let node = count; node < sums.length; node++) {
    for (let child = 0; child < 2; child++) {
      const least = leaf < count && (made >= node || sums[leaf] <= sums[made]) ? leaf++ : made++
      sums[node] += sums[least]
      parents[least] = node
    }
  }
  const depths = new Uint16Array(sums.length)
  for (let node = sums.length - 2; node >= 0; node--) depths[node] = depths[parents[node]] + 1
  for (const [i, symbol] of leaves.entries()) lengths[symbol] = Math.min(255, depths[i])
  return lengths
}

/** The codes for these lengths, first bit lowest, as deflate writes them. */
export function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const perLength = new Uint16Array(17)
  for (const length of lengths) if (length > 0) perLength[length]++
  const next = new Uint16Array(17)
  for (let length = 1; length < 17; length++) next[length] = (next[length - 1] + perLength[length - 1]) << 1
  return Uint16Array.from(lengths, (length) => (length === 0 ? 0 : reversed(next[length]++, length)))
}

function reversed(code: number, length: number): number {
  let turned = 0
  for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit)
  return turned
}
