// The table of docs/benchmarks.md: each figure as the median of the rounds, beside its target.
import { median } from './measure.ts'

/** Figures by name, one list each: a number for every round. */
export type Figures = {
  add(name: string, value: number): void
  of(name: string): number
}

export function collectFigures(): Figures {
  const lists = new Map<string, number[]>()
  return {
    add(name, value) {
      lists.set(name, [...(lists.get(name) ?? []), value])
    },
    of: (name) => median(lists.get(name) ?? []),
  }
}

export type Row = {
  readonly what: string
  /** One text for each page that was measured: empty, hard, soft, sketch. */
  readonly cells: readonly string[]
  readonly target: string
  readonly met: boolean | null
}

const widths = [46, 11, 14, 14, 14]

export function printTable(rows: readonly Row[]): void {
  const line = (cells: readonly string[], rest: string): string =>
    (cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('') + rest).trimEnd()
  console.log(line(['', 'empty', 'hard', 'soft', 'sketch 8'], '   target'))
  for (const { what, cells, target, met } of rows) {
    const verdict = met === null ? '' : met ? 'met' : 'MISSED'
    console.log(line([what, ...cells, ...Array(4 - cells.length).fill('')], `   ${target.padEnd(22)} ${verdict}`))
  }
}
