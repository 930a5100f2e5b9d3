// What the studio itself takes: of each edit all but the engine's share, edits per minute with several workers, and its
// questions to the database as it grows. The engine is the fake one, which answers at once; whatever can be held against
// something is, in the same run.
//
//   npm run bench:server [-- rows 1000,100000,1000000] [-- edits 24]
import { measureEdits } from './server/edits.ts'
import { measureRows } from './server/rows.ts'

const [part = 'all', given] = process.argv.slice(2)
if (!['all', 'rows', 'edits'].includes(part)) {
  console.error('Usage: npm run bench:server [-- rows 1000,100000,1000000] [-- edits 24]')
  process.exit(1)
}
if (part !== 'edits')
  await measureRows((part === 'rows' && given ? given : '1000,100000,1000000').split(',').map(Number))
if (part !== 'rows') await measureEdits(part === 'edits' && given ? Number(given) : 24)
process.exit()
