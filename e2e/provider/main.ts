// node e2e/provider/main.ts --port 0 --results-port 0 [--host 127.0.0.1] [--key …]
// Prints one line of JSON, {"api": "http://…", "results": "http://…"}, and serves until SIGINT or SIGTERM.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startProvider } from './provider.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'results-port': { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    key: { type: 'string' },
  },
})
const portSchema = z.coerce.number().int().min(0).max(65_535)

const provider = await startProvider({
  port: portSchema.parse(values.port),
  resultsPort: portSchema.parse(values['results-port']),
  host: values.host,
  apiKey: values.key,
})
console.log(JSON.stringify({ api: provider.origin, results: provider.resultsOrigin }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void provider.close())
