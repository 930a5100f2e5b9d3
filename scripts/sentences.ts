// Why the studio does not start, as one sentence for the person who started it.
import { isAppError } from '../lib/core/errors.ts'
import type { Settings } from '../lib/settings.ts'

/** Why the port could not be opened. */
export function listenSentence(error: NodeJS.ErrnoException, { host, port }: Settings): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use, perhaps by a studio that runs already; PORT can name another one.`
    case 'EACCES':
      return `Port ${port} of ${host} may not be opened by this user; PORT can name another one.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", but must be a name or address of this machine.`
    default:
      return `The studio cannot listen on port ${port} of ${host}: ${error.message}.`
  }
}

const namesWithSentences = ['SettingsError', 'DataFolderInUseError', 'DatabaseRefusedError', 'BucketRefusedError']

/** Why the studio could not be opened; null for what nobody foresaw, which only its stack can tell. */
export function startSentence(error: unknown, { dataDir }: Settings): string | null {
  if (error instanceof Error && namesWithSentences.includes(error.name)) return error.message
  const cause = isAppError(error) && error.code === 'storage_failed' ? error.cause : error
  if (!(cause instanceof Error && ('syscall' in cause || cause !== error))) return null
  return `The data folder ${dataDir} cannot be used (${cause.message}); FRISKET_DATA_DIR can name another one.`
}
