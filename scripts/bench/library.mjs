// `npm run bench:library`: builds the app if it is not built as it stands, then measures it (library/main.ts).
import { PreparationError, prepare } from '../prepare.mjs'

try {
  await prepare({ build: true })
} catch (error) {
  if (!(error instanceof PreparationError)) throw error
  console.error(error.message)
  process.exit(1)
}
await import('./library/main.ts')
