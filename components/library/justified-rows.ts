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

/** The last row keeps the wanted height where it is not full. */
export function justifyRows<T>({ items, aspectOf, width, targetHeight, gap }: Layout<T>): Row<T>[] {
  const rows: Row<T>[] = []
  let open: T[] = []

  const fillingHeight = (row: readonly T[]): number =>
    (width - gap * (row.length - 1)) / row.reduce((sum, item) => sum + aspectOf(item), 0)
  const close = (row: readonly T[], height: number) => {
    rows.push({ height, items: row.map((item) => ({ item, width: aspectOf(item) * height })) })
  }
  // Ratios, not differences: half as high is as far off as twice as high.
  const strain = (row: readonly T[]): number => Math.abs(Math.log(fillingHeight(row) / targetHeight))

  for (const item of items) {
    const grown = [...open, item]
    if (fillingHeight(grown) > targetHeight) {
      open = grown
    } else if (open.length > 0 && (fillingHeight(grown) <= 0 || strain(open) < strain(grown))) {
      close(open, fillingHeight(open))
      open = [item]
    } else {
      close(grown, fillingHeight(grown))
      open = []
    }
  }
  if (open.length > 0) close(open, Math.min(targetHeight, fillingHeight(open)))
  return rows
}
