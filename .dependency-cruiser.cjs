// The floors of docs/ARCHITECTURE.md: imports go down only, and siblings of floor 2 do not know each other.
const floor = {
  0: '^lib/core/',
  1: '^lib/(mask|frame|edits|prompts|registration|retouch|fill)/',
  2: '^lib/(pixels|engines|storage|db|net|auth)/',
  3: '^lib/(studio|worker)/',
}
const tests = '\\.(test|spec|fixture)\\.tsx?$'
const above = (n) =>
  [1, 2, 3]
    .filter((m) => m > n)
    .map((m) => floor[m])
    .concat('^(app|components|e2e|scripts)/', '^lib/(http|client)/', '^lib/(container|ground|settings)\\.ts')
    .join('|')

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...[0, 1, 2, 3].map((n) => ({
      name: `floor-${n}-imports-down-only`,
      severity: 'error',
      from: { path: floor[n], pathNot: tests },
      to: { path: above(n) },
    })),
    {
      name: 'siblings-of-floor-2-are-strangers',
      severity: 'error',
      from: { path: '^lib/(pixels|engines|storage|db|net|auth)/', pathNot: tests },
      to: { path: floor[2], pathNot: '^lib/$1/' },
    },
    {
      name: 'pure-floors-stay-pure',
      severity: 'error',
      from: { path: `${floor[0]}|${floor[1]}`, pathNot: tests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'components-see-floors-0-1-and-the-client',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: '^lib/', pathNot: '^lib/(core|mask|frame|edits|prompts|registration|retouch|fill|client)/' },
    },
    {
      name: 'client-sees-floors-0-and-1',
      severity: 'error',
      from: { path: '^lib/client/', pathNot: tests },
      to: { path: '^lib/', pathNot: '^lib/(core|mask|frame|edits|prompts|registration|retouch|fill|client)/' },
    },
    {
      name: 'only-route-handlers-see-the-container',
      severity: 'error',
      from: { path: '^(lib|components)/', pathNot: `${tests}|^lib/container\\.ts` },
      to: { path: '^lib/container\\.ts' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|data|node_modules)/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
