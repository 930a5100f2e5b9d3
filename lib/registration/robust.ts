// Medians and small linear systems: what the fits share.

const largestSample = 4000

/** The median of the absolute values, of a regular sample where there are many: 4,000 give it to about 2 %. */
export function medianOfMagnitudes(values: Float32Array, count: number): number {
  const taken = Math.min(count, largestSample)
  if (taken === 0) return 0
  const sample = new Float32Array(taken)
  for (let i = 0; i < taken; i++) sample[i] = Math.abs(values[Math.floor((i * count) / taken)])
  return sample.sort()[taken >> 1]
}

/** The median absolute deviation as a standard deviation, if the errors were normal. */
export const spreadOf = (errors: Float32Array, count: number): number => 1.4826 * medianOfMagnitudes(errors, count)

/** A square matrix, row by row. */
export type Matrix = Float64Array

/** The inverse by Gauss–Jordan with pivoting; null where the matrix has none. */
export function invert(matrix: Matrix, size: number): Matrix | null {
  const left = matrix.slice()
  const inverse = new Float64Array(size * size)
  for (let i = 0; i < size; i++) inverse[i * size + i] = 1
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(left[row * size + column]) > Math.abs(left[pivot * size + column])) pivot = row
    }
    const head = left[pivot * size + column]
    if (!(Math.abs(head) > 1e-12)) return null
    for (const part of [left, inverse]) {
      for (let k = 0; k < size; k++) {
        const moved = part[pivot * size + k] / head
        part[pivot * size + k] = part[column * size + k]
        part[column * size + k] = moved
      }
    }
    for (let row = 0; row < size; row++) {
      const factor = left[row * size + column]
      if (row === column || factor === 0) continue
      for (const part of [left, inverse]) {
        for (let k = 0; k < size; k++) part[row * size + k] -= factor * part[column * size + k]
      }
    }
  }
  return inverse
}

export function multiply(matrix: Matrix, vector: Float64Array): Float64Array {
  const size = vector.length
  const product = new Float64Array(size)
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) product[i] += matrix[i * size + j] * vector[j]
  return product
}

/** outer · inner · outer, for symmetric matrices: how an uncertainty passes through a solution. */
export function sandwich(outer: Matrix, inner: Matrix, size: number): Matrix {
  const times = (a: Matrix, b: Matrix): Matrix => {
    const product = new Float64Array(size * size)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        for (let k = 0; k < size; k++) product[i * size + j] += a[i * size + k] * b[k * size + j]
      }
    }
    return product
  }
  return times(times(outer, inner), outer)
}
