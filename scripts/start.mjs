// `npm start` and `npm run dev`: makes the checkout ready, then runs the server under the project's own Node 24.
import { launch } from './launch.mjs'

const args = process.argv.slice(2)
await launch('serve.ts', args, { build: !args.includes('--dev') })
