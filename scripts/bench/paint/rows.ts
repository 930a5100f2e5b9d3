// What the figures say about each target of the table.
import { names } from './subject.ts'
import type { Figures, Row } from './table.ts'

const frameMs = 1000 / 60

/** Targets are for Frisket alone; the sketch stands beside it. */
const ours = ['hard', 'soft'] as const

export function rowsOf({ of }: Figures, { stages }: { stages: readonly number[] }): Row[] {
  const first = stages[0]
  const last = stages[stages.length - 1]
  const ms = (value: number): string => `${value.toFixed(1)} ms`
  const times = (value: number): string => `${value.toFixed(2)} ×`
  const ratio = (name: string, figure: string): number => of(`${name} ${figure}`) / of(`empty ${figure}`)
  const againstEmpty = (what: string, figure: string, limit: number): Row => ({
    what,
    cells: names.map((name) => (name === 'empty' ? ms(of(`empty ${figure}`)) : times(ratio(name, figure)))),
    target: `≤ ${limit} × empty`,
    met: ours.every((name) => ratio(name, figure) <= limit),
  })
  const growth = (name: string): number => of(`${name} p95 ${last}`) / of(`${name} p95 ${first}`)
  const worst = (name: string, figure: string): number => Math.max(...stages.map((n) => of(`${name} ${figure} ${n}`)))
  const more = (name: string): number => of(`${name} memory`) - of('empty memory')
  const png = (name: string): number => of(`${name} png`) / of(`${name} toBlob`)

  return [
    ...stages.map((n) => againstEmpty(`event to painted frame, p95, ${n} strokes`, `p95 ${n}`, 1.3)),
    ...stages.map((n) => ({ ...againstEmpty(`  its median, ${n} strokes`, `p50 ${n}`, 1.3), target: '', met: null })),
    {
      what: `p95 after ${last} strokes against after ${first}`,
      cells: names.map((name) => times(growth(name))),
      target: '≤ 1.25 ×',
      met: ours.every((name) => growth(name) <= 1.25),
    },
    {
      what: 'frames over 50 ms while painting, worst stage',
      cells: names.map((name) => String(worst(name, 'slow'))),
      target: '0',
      met: ours.every((name) => worst(name, 'slow') === 0),
    },
    {
      what: 'script while painting, ms per s, worst stage',
      cells: names.map((name) => worst(name, 'script').toFixed(0)),
      target: '≤ 70',
      met: ours.every((name) => worst(name, 'script') <= 70),
    },
    againstEmpty('undo, from key to painted frame', 'undo', 2),
    {
      what: 'zoom and pan, frame p95, in frames of 1/60 s',
      cells: names.map((name) => (of(`${name} zoom`) / frameMs).toFixed(2)),
      target: '≤ 1.1',
      met: ours.every((name) => of(`${name} zoom`) / frameMs <= 1.1),
    },
    {
      what: 'mask to PNG, against canvas.toBlob',
      cells: ['', ...ours.map((name) => times(png(name)))],
      target: '≤ 0.8 ×, the same grey',
      met: ours.every((name) => png(name) <= 0.8),
    },
    {
      what: '  in ms (toBlob)',
      cells: ['', ...ours.map((name) => `${of(`${name} png`).toFixed(0)} (${of(`${name} toBlob`).toFixed(0)})`)],
      target: '',
      met: null,
    },
    {
      what: 'tasks over 50 ms: invert, feather, grow, wand',
      cells: ['', ...ours.map((name) => String(of(`${name} blocked`)))],
      target: '0',
      met: ours.every((name) => of(`${name} blocked`) === 0),
    },
    {
      what: '  longest frame meanwhile',
      cells: ['', ...ours.map((name) => ms(of(`${name} longest`)))],
      target: '',
      met: null,
    },
    {
      what: 'memory of the browser',
      cells: names.map((name) =>
        name === 'empty' ? `${of('empty memory').toFixed(0)} MB` : `+${more(name).toFixed(0)} MB`,
      ),
      target: '≤ empty + 250 MB',
      met: ours.every((name) => more(name) <= 250),
    },
  ]
}
