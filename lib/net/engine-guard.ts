// Where a call to a server that was named in Settings may go: to public addresses by https, and to what the operator allows.
import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

export type EngineGuard = { admits(url: URL): boolean; lookup: LookupFunction }

type EngineGuardOptions = {
  /** Only tests, which have no internet of their own, replace these two. */
  resolve?: (hostname: string) => Promise<{ address: string; family: number }[]>
  isPublic?: (address: string) => boolean
}

export function createEngineGuard({
  resolve = resolveBySystem,
  isPublic = isPublicAddress,
}: EngineGuardOptions = {}): EngineGuard {
  return {
    admits(url) {
      const host = url.hostname.replace(/^\[|\]$/g, '')
      // The key would be there for everybody to read.
      if (url.protocol !== 'https:') return false
      return isIP(host) === 0 || isPublic(host)
    },
    // The connection goes to just these addresses, so a name that resolves differently a moment later gains nothing.
    lookup(hostname, options, done) {
      resolve(hostname).then(
        (addresses) => {
          const refused = addresses.length === 0 || !addresses.every(({ address }) => isPublic(address))
          const error = refused
            ? Object.assign(new Error('address_not_allowed'), { code: 'address_not_allowed' })
            : null
          if (error !== null) done(error, '', 0)
          else if (options.all) done(null, addresses)
          else done(null, addresses[0].address, addresses[0].family)
        },
        (error: NodeJS.ErrnoException) => done(error, '', 0),
      )
    },
  }
}

const resolveBySystem = (hostname: string): Promise<{ address: string; family: number }[]> =>
  new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })
