// Alignment and colour match against a known truth: every target, beside what was measured. The method was not tuned on
// these pictures and seeds. About a quarter of an hour; less with a share of the trials, and other pictures with a seed.
//
//   npm run bench:fidelity [-- share seed set,set…]
import type { Recipe } from './fidelity/engine.ts'
import { quantile } from './fidelity/measures.ts'
import { type CloseLook, type Outcome, runSet, type TrialSet } from './fidelity/run-set.ts'

const share = Number(process.argv[2] ?? 1)
const seed = Number(process.argv[3] ?? 1)
const wanted = process.argv[4]?.split(',')

const plain: Recipe = {
  ...{ scene: 'photograph', mask: 'islands', motion: 'ordinary', wobblePx: 0 },
  ...{ leak: { least: 0, most: 0.25 }, leaksShow: 'another' },
}
const half = { least: 0.5, most: 0.5 }

const recipes = {
  rigid: { name: 'shift, zoom, leaks 0–25 %', trials: 100, recipe: plain, closely: true },
  wobble: { name: 'and a smooth wobble of 0.5 px', trials: 50, recipe: { ...plain, wobblePx: 0.5 } },
  leaks: { name: 'leaks of 50 %', trials: 20, recipe: { ...plain, leak: half } },
  moved: { name: 'leaks of 50 %: the same, moved', trials: 20, recipe: { ...plain, leak: half, leaksShow: 'moved' } },
  stranger: { name: 'another picture altogether', trials: 20, recipe: { ...plain, stranger: true } },
  far: { name: 'moved 20–40 px or zoomed 5–8 %', trials: 20, recipe: { ...plain, motion: 'far' } },
  turned: { name: 'turned by 1–4°', trials: 20, recipe: { ...plain, motion: 'turned' } },
  sky: { name: 'sky', trials: 17, recipe: { ...plain, scene: 'sky' } },
  gradient: { name: 'gradient', trials: 17, recipe: { ...plain, scene: 'gradient' } },
  flat: { name: 'flat', trials: 16, recipe: { ...plain, scene: 'flat' } },
  tiles: { name: 'repeated tiles', trials: 30, recipe: { ...plain, scene: 'tiles' } },
  rim: { name: 'a rim of 12–22 px protected', trials: 20, recipe: { ...plain, mask: 'rim' } },
  spots: { name: 'spots of 3 % protected', trials: 20, recipe: { ...plain, mask: 'spots' } },
} as const satisfies Record<string, Omit<TrialSet, 'firstSeed'>>

type SetName = keyof typeof recipes
const allNames = Object.keys(recipes).filter((name): name is SetName => name in recipes)
const names = allNames.filter((name) => wanted?.includes(name) ?? true)

const number = (value: number, digits = 3): string => (Number.isFinite(value) ? value.toFixed(digits) : '–')
const row = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(9)))
    .join('')
    .trimEnd()

const errorsOf = (outcomes: readonly Outcome[]): number[] => outcomes.map(({ errorPx }) => errorPx)
const applied = (outcomes: readonly Outcome[]): Outcome[] => outcomes.filter(({ registration }) => registration.applied)
const falseBeyond = (outcomes: readonly Outcome[], px: number): Outcome[] =>
  applied(outcomes).filter(({ errorPx }) => errorPx > px)

function describe(name: string, outcomes: readonly Outcome[]): string {
  const errors = errorsOf(outcomes)
  return row([
    name,
    number(
      quantile(
        outcomes.map(({ leftPx }) => leftPx),
        0.5,
      ),
      2,
    ),
    ...[0.5, 0.95, 1].map((part) => number(quantile(errors, part))),
    `${applied(outcomes).length}/${outcomes.length}`,
    String(falseBeyond(outcomes, 0.5).length),
    String(falseBeyond(outcomes, 1).length),
  ])
}

console.log(`1248 × 832, Node ${process.version}, share ${share}, seed ${seed}; errors in pixels at the mask's border`)
console.log(row(['', 'left', 'median', 'p95', 'max', 'applied', '> 0.5 px', '> 1 px']))
const results = new Map<SetName, Outcome[]>()
for (const name of names) {
  const set = recipes[name]
  const firstSeed = seed * 100_000 + allNames.indexOf(name) * 1_000
  const outcomes = await runSet({ ...set, trials: Math.max(2, Math.round(set.trials * share)), firstSeed })
  results.set(name, outcomes)
  console.log(describe(set.name, outcomes))
  for (const { seed: of, errorPx, registration } of falseBeyond(outcomes, 0.5)) {
    console.log(`    seed ${of}: ${number(errorPx)} px, confidence ${number(registration.confidence, 2)}`)
  }
}

const of = (...sets: SetName[]): Outcome[] => sets.flatMap((name) => results.get(name) ?? [])
const rigid = of('rigid')
const looks = rigid.flatMap(({ closely }) => closely ?? [])
const seams = looks.map(({ seam }) => seam)
console.log(`\n${row(['seam in a 16 px ring, levels', 'median', 'p95'])}`)
for (const [name, key] of [
  ['as it came', 'naive'],
  ['colour only', 'colourOnly'],
  ['warp only', 'warpOnly'],
  ['both', 'both'],
  ['perfect transform and colour', 'perfect'],
] as const) {
  console.log(
    row([
      name,
      ...[0.5, 0.95].map((part) =>
        number(
          quantile(
            seams.map((seam) => seam[key]),
            part,
          ),
          2,
        ),
      ),
    ]),
  )
}

type Target = { name: string; measured: number; most?: number; least?: number; unit: string }
const time = (key: keyof CloseLook['times']): number =>
  quantile(
    looks.map(({ times }) => times[key]),
    0.5,
  )
const shareApplied = (outcomes: readonly Outcome[]): number => (100 * applied(outcomes).length) / outcomes.length
const adversarial = of(...names.filter((name) => name !== 'rigid' && name !== 'wobble'))
const colours = looks.filter(({ colourApplied }) => colourApplied).map(({ colourLevels }) => colourLevels)
const halves = looks.map(({ halfErrorPx }) => halfErrorPx)
const targets: readonly Target[] = [
  { name: 'rigid, median', measured: quantile(errorsOf(rigid), 0.5), most: 0.02, unit: 'px' },
  { name: 'rigid, p95', measured: quantile(errorsOf(rigid), 0.95), most: 0.06, unit: 'px' },
  { name: 'rigid, max', measured: Math.max(...errorsOf(rigid)), most: 0.15, unit: 'px' },
  { name: 'rigid at half size, median', measured: quantile(halves, 0.5), unit: 'px' },
  { name: 'rigid at half size, p95', measured: quantile(halves, 0.95), unit: 'px' },
  { name: 'wobble, p95', measured: quantile(errorsOf(of('wobble')), 0.95), most: 0.4, unit: 'px' },
  {
    name: `false by > 1 px, of ${adversarial.length}`,
    measured: falseBeyond(adversarial, 1).length,
    most: 0,
    unit: '',
  },
  {
    name: 'applied on sky, gradient, flat',
    measured: applied(of('sky', 'gradient', 'flat')).length,
    most: 0,
    unit: '',
  },
  { name: 'applied on photographs', measured: shareApplied(of('rigid', 'wobble')), least: 95, unit: '%' },
  { name: 'applied with 3–6 % protected', measured: shareApplied(of('rim', 'spots')), least: 70, unit: '%' },
  { name: 'colour, median', measured: quantile(colours, 0.5), most: 0.25, unit: 'levels' },
  { name: 'colour, p95', measured: quantile(colours, 0.95), most: 0.8, unit: 'levels' },
  {
    ...{ name: 'seam over the perfect one, p95', unit: 'levels', most: 0.1 },
    measured: quantile(
      seams.map(({ both, perfect }) => both - perfect),
      0.95,
    ),
  },
  {
    ...{ name: 'seam as a share of the naive, median', unit: '', most: 0.25 },
    measured: quantile(
      seams.map(({ both, naive }) => both / naive),
      0.5,
    ),
  },
  { name: 'time at half size', measured: time('half'), most: 300, unit: 'ms' },
  {
    name: 'time in full',
    measured: quantile(
      rigid.map(({ fullMs }) => fullMs),
      0.5,
    ),
    most: 800,
    unit: 'ms',
  },
  { name: 'time of the colour', measured: time('colour'), most: 180, unit: 'ms' },
  { name: 'time of the warp', measured: time('warp'), most: 160, unit: 'ms' },
]

console.log(`\n${row(['target', 'measured', 'wanted', ''])}`)
for (const { name, measured, most, least, unit } of targets) {
  if (Number.isNaN(measured)) continue
  const met = (most === undefined || measured <= most) && (least === undefined || measured >= least)
  const wanted = most !== undefined ? `≤ ${most}` : least !== undefined ? `≥ ${least}` : ''
  console.log(`${row([name, number(measured), wanted, wanted === '' ? '' : met ? 'ok' : 'MISSED'])} ${unit}`.trimEnd())
}
