// Which Chromium the browser tests and the screenshots use. `node scripts/chromium.ts` makes sure that there is one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium, type LaunchOptions } from 'playwright'

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]
const isRoot = process.getuid?.() === 0

/** The one named by FRISKET_CHROMIUM, else the machine's, else Playwright's own; null where there is none. */
function findChromium(): string | null {
  const named = process.env.FRISKET_CHROMIUM
  const paths = named ? [named] : [...systemPaths, chromium.executablePath()]
  return paths.find((path) => existsSync(path)) ?? null
}

/** For Playwright. Chromium's sandbox cannot be had as root; the rest keeps it from talking to its maker. */
export function chromiumOptions(): LaunchOptions {
  return {
    executablePath: findChromium() ?? undefined,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  }
}

/** Playwright's download first, which pins a version; where its host cannot be reached, Debian's package. */
function installChromium(): void {
  const run = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 }).status === 0
  const playwright = ['node_modules/@playwright/test/cli.js', 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium']
  if (run(process.execPath, ...playwright)) return
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    run('apt-get', 'update', '-qq') && run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
  }
}

if (import.meta.main && findChromium() === null) {
  if (process.env.FRISKET_CHROMIUM) {
    console.error(`FRISKET_CHROMIUM is "${process.env.FRISKET_CHROMIUM}", but must be the path of a Chromium.`)
    process.exit(1)
  }
  console.log('Installing Chromium…')
  installChromium()
  if (findChromium() === null) {
    console.error('No Chromium was found, and none could be installed; FRISKET_CHROMIUM can name one.')
    process.exit(1)
  }
}
