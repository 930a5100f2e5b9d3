// Which addresses belong to the public internet. Everything else (this machine, its network, metadata services, tunnels to either) is not ours to call.
import ipaddr from 'ipaddr.js'

/** True for public unicast, also in an IPv4-mapped spelling. False for what is not an address at all. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  // ipaddr.js calls unicast whatever no registry entry covers. Of IPv6, only 2000::/3 has been given out:
  // the rest holds old spellings of IPv4, such as ::127.0.0.1.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'))
}
