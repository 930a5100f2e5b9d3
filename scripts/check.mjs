// `npm run check`: everything that can be judged without running the program.
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PreparationError, prepare, projectNode, root, run } from './prepare.mjs'

const tool = (path, ...args) => run(projectNode, [join(root, 'node_modules', path), ...args])

const checks = {
  types: async () => {
    // next-env.d.ts and the types of the routes are generated, and not in the repository.
    const generated = await tool('next/dist/bin/next', 'typegen')
    return generated.code === 0 ? tool('typescript/bin/tsc', '--noEmit', '--pretty', 'false', '-p', '.') : generated
  },
  'lint and format': () => tool('@biomejs/biome/bin/biome', 'check', '--max-diagnostics=50', '.'),
  'floors and cycles': () =>
    tool(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      ...['--config', '.dependency-cruiser.cjs', '--no-progress'],
      ...cruised.filter((name) => readdirSync(root).includes(name)),
    ),
  'dead code': () => tool('knip/bin/knip.js', '--no-progress'),
  'file length': () => complaints(tooLong),
  'nothing of this machine': () => complaints(namesMachine),
}

const cruised = ['app', 'components', 'lib', 'e2e', 'scripts', 'instrumentation.ts']
const generatedFolders = new Set(['node_modules', '.next', '.git', 'data', 'test-results', 'playwright-report'])
const textTypes = new Set('.ts .tsx .mjs .cjs .js .json .md .css .html .svg .yml .yaml .npmrc .sh'.split(' '))

function* textFiles(folder = '') {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !generatedFolders.has(entry.name)) yield* textFiles(path)
    else if (entry.isFile() && (textTypes.has(extname(entry.name)) || /^\.ci\b/.test(path))) yield path
  }
}

function complaints(complaintOf) {
  const output = []
  for (const path of textFiles()) {
    const complaint = complaintOf(path, readFileSync(join(root, path), 'utf8'))
    if (complaint !== null) output.push(`${path}: ${complaint}`)
  }
  return { code: output.length === 0 ? 0 : 1, output: output.join('\n') }
}

const maxLines = 300

function tooLong(path, text) {
  if (!/\.(tsx?|mjs)$/.test(path) || /\.(test|spec|fixture)\.tsx?$/.test(path)) return null
  const lines = text.split('\n')
  if (lines.length <= maxLines || /^\/\/.*\b300 lines\b/m.test(lines.slice(0, 5).join('\n'))) return null
  return `${lines.length} lines. Split it, or begin it with "// Over 300 lines because …".`
}

/** Paths and package mirrors that exist on one developer's machine only. */
const machineNames = [
  /(?<![\w.])\/(?:work|root|home\/\w+)\/[\w.-]+/,
  /\/\/(?:[\w-]+\.)*(?:registry|mirrors?|artifactory|nexus|verdaccio)[\w-]*[.:][\w.-]+/,
]

function namesMachine(_path, text) {
  for (const pattern of machineNames) {
    const found = pattern.exec(text)
    if (found) return `line ${text.slice(0, found.index).split('\n').length} names ${found[0]}`
  }
  return null
}

/**
 * All at once: they are separate processes, and most wait for the disk half of their time.
 * @returns {Promise<{name: string, passed: boolean, seconds: number, output: string}[]>}
 */
export async function runChecks() {
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const startedAt = performance.now()
      const { code, output } = await check()
      return { name, passed: code === 0, seconds: (performance.now() - startedAt) / 1000, output }
    }),
  )
}

export function printChecks(results) {
  for (const { name, passed, seconds, output } of results) {
    console.log(`${passed ? '✓' : '✗'} ${name.padEnd(24)} ${seconds.toFixed(1)} s`)
    if (!passed) console.log(output.trimEnd().replace(/^/gm, '    '))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await prepare({ build: false })
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error
    console.error(error.message)
    process.exit(1)
  }
  const results = await runChecks()
  printChecks(results)
  process.exitCode = results.every((result) => result.passed) ? 0 : 1
}
