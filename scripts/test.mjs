// `npm test`: everything, from a bare checkout: packages, build, a Chromium and a PostgreSQL, then checks, Vitest and
// Playwright.
// The last line is always "N passed, N failed". A runner that crashes, or finds no test, has failed.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { printChecks, runChecks } from './check.mjs'
import { childEnvironment, PreparationError, prepare, projectNode, root } from './prepare.mjs'

const results = join(root, 'test-results')

/** Runs under the project's Node with the console as it is, except that nobody types. Gives the exit code. */
function runThrough(args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(projectNode, args, {
      cwd: root,
      env: childEnvironment(environment),
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const interrupt = () => {
      // Playwright takes its workers along on SIGINT only.
      child.kill('SIGINT')
      child.once('exit', () => process.exit(130))
    }
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    child.on('error', () => resolve(127))
    child.on('exit', (code, signal) => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      resolve(code ?? signal)
    })
  })
}

/** PostgreSQL and S3 for all runners. Ends with `stop`, or with this process: they hang on its pipe. */
async function startServers() {
  const child = spawn(projectNode, ['scripts/test-servers.ts'], {
    cwd: root,
    env: childEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const line = await new Promise((resolve) => {
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      if (output.includes('\n')) resolve(output)
    })
    child.on('exit', () => resolve(null))
  })
  if (line === null) throw new PreparationError('The servers of the tests did not come up.')
  const ended = new Promise((resolve) => child.on('exit', resolve))
  return {
    environment: JSON.parse(line),
    stop: () => {
      child.stdin.end()
      return ended
    },
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

const suites = {
  checks: async () => {
    const checks = await runChecks()
    printChecks(checks)
    const passed = checks.filter((check) => check.passed).length
    return { passed, failed: checks.length - passed, skipped: 0 }
  },
  vitest: async () => {
    const file = join(results, 'vitest.json')
    const code = await runThrough([
      ...['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot'],
      ...['--reporter=json', `--outputFile.json=${file}`],
    ])
    const report = readJson(file)
    return whole(code, {
      passed: report?.numPassedTests ?? 0,
      failed: report?.numFailedTests ?? 0,
      skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    })
  },
  browser: async () => {
    const file = join(results, 'playwright.json')
    const code = await runThrough(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    })
    const stats = readJson(file)?.stats
    return whole(code, {
      passed: stats?.expected ?? 0,
      failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
      skipped: stats?.skipped ?? 0,
    })
  },
}

/** A runner that fails without a failed test (it crashed, or a file could not be loaded), or that ran none, counts as one. */
function whole(code, counts) {
  const silentFailure = counts.failed === 0 && (code !== 0 || counts.passed === 0)
  return silentFailure ? { ...counts, failed: 1 } : counts
}

async function main() {
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  await prepare({ build: true })
  if ((await runThrough(['scripts/chromium.ts'])) !== 0)
    throw new PreparationError('The browser tests need a Chromium.')
  if ((await runThrough(['scripts/postgres.ts'])) !== 0)
    throw new PreparationError('The tests need a PostgreSQL: half of what they hold is only true with one.')
  const servers = await startServers()
  Object.assign(process.env, servers.environment)

  const rows = []
  for (const [name, suite] of Object.entries(suites)) {
    console.log(`\n── ${name}`)
    const startedAt = performance.now()
    const counts = await suite()
    rows.push({ suite: name, ...counts, seconds: Math.round((performance.now() - startedAt) / 1000) })
  }
  await servers.stop()
  console.log('')
  console.table(Object.fromEntries(rows.map(({ suite, ...row }) => [suite, row])))
  return rows
}

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0)

let rows
try {
  rows = await main()
} catch (error) {
  console.error(error instanceof PreparationError ? error.message : error)
  rows = [{ passed: 0, failed: 1 }]
}
console.log(`${sum(rows, 'passed')} passed, ${sum(rows, 'failed')} failed`)
process.exitCode = sum(rows, 'failed') === 0 ? 0 : 1
