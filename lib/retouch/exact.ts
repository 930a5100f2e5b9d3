// Roots and angles from additions, multiplications and divisions alone. `Math.cbrt`, `**` and `Math.cos` may differ in
// their last bit between engines, and a preview in the browser must equal the server's result to the byte.

/** Newton's method; sixty steps are more than any start needs. @param value 0 to 1 */
export function fifthRoot(value: number): number {
  if (value === 0) return 0
  let root = 1
  for (let i = 0; i < 60; i++) root = (4 * root + value / (root * root * root * root)) / 5
  return root
}

const steps = 4096
const starts = makeStarts()

function makeStarts(): Float64Array {
  const values = new Float64Array(steps + 1)
  let root = 1
  for (let step = steps; step > 0; step--) {
    const value = step / steps
    for (let i = 0; i < 20; i++) root = (2 * root + value / (root * root)) / 3
    values[step] = root
  }
  return values
}

/** @param value 0 to 1, and a rounding beyond */
export function cubeRoot(value: number): number {
  if (value <= 0) return 0
  const step = Math.min(steps, Math.floor(value * steps) + 1)
  let root = starts[step]
  // From a start within 1/4096 three steps double the digits to sixteen; near 0 the start is far off.
  for (let i = step > 8 ? 3 : 24; i > 0; i--) root = (2 * root + value / (root * root)) / 3
  return root
}

/** Of an angle in degrees, by the power series. */
export function direction(degrees: number): { cosine: number; sine: number } {
  const turn = degrees - 360 * Math.floor(degrees / 360 + 0.5)
  const angle = (turn * Math.PI) / 180
  let cosine = 0
  let sine = 0
  let term = 1
  for (let k = 0; k < 40; k += 2) {
    cosine += term
    sine += (term * angle) / (k + 1)
    term *= -(angle * angle) / ((k + 1) * (k + 2))
  }
  return { cosine, sine }
}
