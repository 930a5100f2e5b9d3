// The table of docs/benchmarks.md: each figure as the median of the rounds, beside its target.
import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { median } from './measure.ts'

/** Figures by name, one list each: a number for every round. */
export type Figures = {
  add(name: string, value: number): void
  of(name: string): number
  /** Of rounds that have ended. */
  rounds(): number
  endRound(): Promise<void>
}

const keptSchema = z.object({ rounds: z.number(), lists: z.record(z.string(), z.array(z.number().nullable())) })

/** With a file, what earlier runs have put there counts too, and each round is added to it as a whole. */
export async function collectFigures(file?: string): Promise<Figures> {
  const text = file === undefined ? null : await readFile(file, 'utf8').catch(() => null)
  const kept = text === null ? null : keptSchema.parse(JSON.parse(text))
  // What could not be measured is null in JSON.
  const lists = new Map(
    Object.entries(kept?.lists ?? {}).map(([name, list]) => [name, list.map((n) => n ?? Number.NaN)]),
  )
  let rounds = kept?.rounds ?? 0
  return {
    add(name, value) {
      lists.set(name, [...(lists.get(name) ?? []), value])
    },
    of: (name) => median(lists.get(name) ?? []),
    rounds: () => rounds,
    async endRound() {
      rounds++
      if (file !== undefined) await writeFile(file, JSON.stringify({ rounds, lists: Object.fromEntries(lists) }))
    },
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
