// e^−x from a table. `Math.exp` may differ in its last bit between engines, and a fill must not: additions,
// multiplications and divisions of doubles are the same everywhere.

const reach = 16
const steps = 4096
const perUnit = steps / reach

const table = makeTable()

function makeTable(): Float64Array {
  const step = 1 / perUnit
  let ratio = 1
  let term = 1
  for (let k = 1; k < 20; k++) {
    term *= -step / k
    ratio += term
  }
  const values = new Float64Array(steps + 1)
  let value = 1
  for (let at = 0; at <= steps; at++) {
    values[at] = value
    value *= ratio
  }
  return values
}

/** e^−x for x ≥ 0, of x rounded down to 1/256; from 16 on the value there, which is about 10^−7. */
export const decay = (x: number): number => table[x >= reach ? steps : (x * perUnit) | 0]
