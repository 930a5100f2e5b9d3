// What the studio itself takes: of each edit all but the engine's share, edits per minute with several workers, and its
// questions to the database as it grows, and uploads and served pictures beside a plain server. The engine is the fake one, which answers at once; whatever can be held against
// something is, in the same run.
//
//   npm run bench:server [-- rows 1000,100000,1000000] [-- edits 24] [-- http]
import { measureEdits } from './server/edits.ts'
import { measureHttp } from './server/http.ts'
import { measureRows } from './server/rows.ts'

const [part = 'all', given] = process.argv.slice(2)
if (!['all', 'rows', 'edits', 'http'].includes(part)) {
  console.error('Usage: npm run bench:server [-- rows 1000,100000,1000000] [-- edits 24] [-- http]')
  process.exit(1)
}
const is = (name: string): boolean => part === 'all' || part === name
if (is('rows')) await measureRows((part === 'rows' && given ? given : '1000,100000,1000000').split(',').map(Number))
if (is('edits')) await measureEdits(part === 'edits' && given ? Number(given) : 24)
if (is('http')) await measureHttp()
process.exit()
