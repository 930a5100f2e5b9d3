// The least cut of a graph of pixels: Boykov and Kolmogorov's search trees ("An Experimental Comparison of Min-Cut/
// Max-Flow Algorithms", 2004), in flat arrays. Each node has eight slots for its neighbours, in the order below, so that
// the way back from any slot is found by arithmetic. Capacities are whole numbers: a saturated link is exactly 0.

/** Slot d of a node leads by (dx[d], dy[d]); the slot that leads back is 7 − d. */
export const neighbourDx = [-1, 0, 1, -1, 1, -1, 0, 1]
export const neighbourDy = [-1, -1, -1, 0, 0, 1, 1, 1]

export type FlowGraph = {
  readonly count: number
  /** Node at the end of slot 8·i + d, or −1. */
  readonly head: Int32Array
  /** What can still flow through the slot; used up by `leastCut`. */
  readonly capacity: Int32Array
  /** Above 0: pull of the source (foreground); below 0: of the sink. Used up by `leastCut`. */
  readonly terminal: Int32Array
}

export const createFlowGraph = (count: number): FlowGraph => ({
  count,
  head: new Int32Array(8 * count).fill(-1),
  capacity: new Int32Array(8 * count),
  terminal: new Int32Array(count),
})

/** Joins node i and the one in its direction d, equally both ways. */
export function link(graph: FlowGraph, { from, slot, to, capacity }: Link): void {
  graph.head[8 * from + slot] = to
  graph.capacity[8 * from + slot] = capacity
  graph.head[8 * to + 7 - slot] = from
  graph.capacity[8 * to + 7 - slot] = capacity
}

type Link = { readonly from: number; readonly slot: number; readonly to: number; readonly capacity: number }

const free = 0
const source = 1
const sink = 2
const noParent = -1
const terminalParent = -2
const orphanParent = -3
const unreachable = 0x7fffffff

/** 1 for each node on the source's side of the least cut, else 0; what could be on either side is 0. */
export function leastCut({ count, head, capacity, terminal }: FlowGraph): Uint8Array<ArrayBuffer> {
  const tree = new Uint8Array(count)
  const parent = new Int32Array(count).fill(noParent)
  const stamp = new Int32Array(count)
  const distance = new Int32Array(count)
  const active = new Int32Array(count + 1)
  const queued = new Uint8Array(count)
  const orphans = new Int32Array(count + 1)
  const descendants = new Int32Array(count + 1)
  let activeFirst = 0
  let activeEnd = 0
  let orphanCount = 0
  let time = 0

  const back = (slot: number): number => 8 * head[slot] + 7 - (slot & 7)

  const activate = (node: number): void => {
    if (queued[node]) return
    queued[node] = 1
    active[activeEnd] = node
    activeEnd = activeEnd === count ? 0 : activeEnd + 1
  }

  /** Steps from the node to its terminal; `unreachable` where the path ends in an orphan. */
  const distanceToOrigin = (from: number): number => {
    let node = from
    let steps = 0
    for (;;) {
      if (stamp[node] === time) return steps + distance[node]
      const slot = parent[node]
      steps++
      if (slot === terminalParent) {
        stamp[node] = time
        distance[node] = 1
        return steps
      }
      if (slot === orphanParent) return unreachable
      node = head[slot]
    }
  }

  const adopt = (first: number): void => {
    descendants[0] = first
    let end = 1
    for (let begin = 0; begin < end; begin++) {
      const node = descendants[begin]
      const side = tree[node]
      let best = noParent
      let least = unreachable
      for (let slot = 8 * node; slot < 8 * node + 8; slot++) {
        const other = head[slot]
        if (other < 0 || tree[other] !== side) continue
        if (capacity[side === source ? back(slot) : slot] === 0) continue
        const steps = distanceToOrigin(other)
        if (steps === unreachable) continue
        if (steps < least) {
          best = slot
          least = steps
        }
        let mark = steps
        for (let walk = other; stamp[walk] !== time; walk = head[parent[walk]]) {
          stamp[walk] = time
          distance[walk] = mark--
        }
      }
      parent[node] = best
      if (best !== noParent) {
        stamp[node] = time
        distance[node] = least + 1
        continue
      }
      tree[node] = free
      for (let slot = 8 * node; slot < 8 * node + 8; slot++) {
        const other = head[slot]
        if (other < 0 || tree[other] !== side) continue
        if (capacity[side === source ? back(slot) : slot] > 0) activate(other)
        const up = parent[other]
        if (up >= 0 && head[up] === node) {
          parent[other] = orphanParent
          descendants[end++] = other
        }
      }
    }
  }

  const orphan = (node: number): void => {
    parent[node] = orphanParent
    orphans[orphanCount++] = node
  }

  /** Sends as much as fits along the path through `middle`, a slot from the source's tree into the sink's. */
  const augment = (middle: number): void => {
    let most = capacity[middle]
    let node = head[back(middle)]
    for (; parent[node] !== terminalParent; node = head[parent[node]])
      most = Math.min(most, capacity[back(parent[node])])
    most = Math.min(most, terminal[node])
    node = head[middle]
    for (; parent[node] !== terminalParent; node = head[parent[node]]) most = Math.min(most, capacity[parent[node]])
    most = Math.min(most, -terminal[node])

    capacity[middle] -= most
    capacity[back(middle)] += most
    node = head[back(middle)]
    while (parent[node] !== terminalParent) {
      const slot = parent[node]
      capacity[slot] += most
      capacity[back(slot)] -= most
      if (capacity[back(slot)] === 0) orphan(node)
      node = head[slot]
    }
    terminal[node] -= most
    if (terminal[node] === 0) orphan(node)
    node = head[middle]
    while (parent[node] !== terminalParent) {
      const slot = parent[node]
      capacity[back(slot)] += most
      capacity[slot] -= most
      if (capacity[slot] === 0) orphan(node)
      node = head[slot]
    }
    terminal[node] += most
    if (terminal[node] === 0) orphan(node)
  }

  /** Grows the tree by the node's free neighbours. Returns a slot from the source's tree into the sink's, or −1. */
  const grow = (node: number): number => {
    const side = tree[node]
    for (let slot = 8 * node; slot < 8 * node + 8; slot++) {
      const other = head[slot]
      if (other < 0) continue
      const onward = side === source ? slot : back(slot)
      if (capacity[onward] === 0) continue
      if (tree[other] === free) {
        tree[other] = side
        parent[other] = back(slot)
        stamp[other] = stamp[node]
        distance[other] = distance[node] + 1
        activate(other)
      } else if (tree[other] !== side) {
        return onward
      } else if (stamp[other] <= stamp[node] && distance[other] > distance[node]) {
        // A shorter way to the terminal: short paths are what makes the search quick.
        parent[other] = back(slot)
        stamp[other] = stamp[node]
        distance[other] = distance[node] + 1
      }
    }
    return -1
  }

  for (let node = 0; node < count; node++) {
    if (terminal[node] === 0) continue
    tree[node] = terminal[node] > 0 ? source : sink
    parent[node] = terminalParent
    distance[node] = 1
    activate(node)
  }
  while (activeFirst !== activeEnd) {
    const node = active[activeFirst]
    activeFirst = activeFirst === count ? 0 : activeFirst + 1
    queued[node] = 0
    while (tree[node] !== free) {
      const middle = grow(node)
      time++
      if (middle < 0) break
      augment(middle)
      while (orphanCount > 0) adopt(orphans[--orphanCount])
    }
  }
  for (let node = 0; node < count; node++) tree[node] = tree[node] === source ? 1 : 0
  return tree
}
