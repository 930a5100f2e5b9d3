// `node scripts/image.ts folder`: puts into an empty folder what the programs of a built studio need to run, and nothing
// else. The Dockerfile makes its image of it, and e2e/image.test.ts starts a studio from it.
//
// What is needed is found by following imports, with the tracer that Next has built in. Next's own `output: 'standalone'`
// does not know our programs, and takes the whole checkout along, since the server starts threads by paths of its own making.
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { join, relative, resolve } from 'node:path'

type Trace = (
  files: string[],
  options: { base: string; readFile(path: string): Promise<string | null>; ignore: string[] },
) => Promise<{ fileList: Set<string> }>

const programs = ['serve', 'worker', 'backup', 'restore', 'move'].map((name) => `scripts/${name}.ts`)
const root = join(import.meta.dirname, '..')

const [folder] = process.argv.slice(2)
if (!folder || (existsSync(folder) && readdirSync(folder).length > 0)) {
  console.error('Usage: node scripts/image.ts folder (a new or empty one)')
  process.exit(1)
}
if (!existsSync(join(root, '.next', 'BUILD_ID'))) {
  console.error('There is no build: `node node_modules/next/dist/bin/next build` makes one.')
  process.exit(1)
}

const files = new Set([...(await filesOfPrograms()), ...filesOfNext(), ...filesOfBuild(), ...filesIn('public')])
// `recursive` for links to folders, which stay links.
const options = { recursive: true, verbatimSymlinks: true }
for (const file of files) cpSync(join(root, file), join(resolve(folder), file), options)

/** All modules of the server, because its threads name theirs by path. They bring the packages that they import. */
async function filesOfPrograms(): Promise<Iterable<string>> {
  const modules = filesIn('lib').filter(
    (file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file) && !file.startsWith('lib/client/'),
  )
  const { nodeFileTrace }: { nodeFileTrace: Trace } = createRequire(import.meta.url)('next/dist/compiled/@vercel/nft')
  const { fileList } = await nodeFileTrace(
    [...programs, ...modules].map((file) => join(root, file)),
    {
      base: root,
      ignore: ['**/*.d.ts', '**/*.map', '**/*.md', '.next/**', '**/next/dist/{docs,server/dev}/**'],
      async readFile(path) {
        if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null
        const text = readFileSync(path, 'utf8')
        return path.endsWith('.ts') ? stripTypeScriptTypes(text) : text
      },
    },
  )
  return fileList
}

/** Next's server loads parts of itself by names that cannot be followed; its build lists them. */
function filesOfNext(): string[] {
  const list: { files: string[] } = JSON.parse(readFileSync(join(root, '.next', 'next-server.js.nft.json'), 'utf8'))
  return list.files.map((file) => relative(root, join(root, '.next', file)))
}

/** `.next/node_modules` are links to packages, under the names that the bundles have for them. */
function filesOfBuild(): string[] {
  const top = readdirSync(join(root, '.next')).filter((name) => name === 'BUILD_ID' || name.endsWith('.json'))
  return [
    ...top.map((name) => `.next/${name}`),
    ...['server', 'static', 'node_modules'].flatMap((name) => filesIn(`.next/${name}`)),
  ].filter((file) => !/\.(map|nft\.json)$/.test(file))
}

/** Files and links, as paths from the root. */
function filesIn(path: string): string[] {
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}
