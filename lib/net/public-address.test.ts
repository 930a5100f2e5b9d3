import { expect, test } from 'vitest'
import { isPublicAddress } from './public-address.ts'

test('public unicast is public, in both families and in the mapped spelling', () => {
  for (const address of ['1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '2a00:1450::1', '::ffff:1.1.1.1'])
    expect([address, isPublicAddress(address)]).toEqual([address, true])
})

test('everything else is not', () => {
  const refused = [
    ...[
      '0.0.0.0',
      '0.1.2.3',
      '10.0.0.1',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.255.254',
      '169.254.169.254',
      '172.16.0.1',
    ],
    ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.0.1', '198.18.0.1', '198.51.100.1'],
    ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:0:127.0.0.1', '64:ff9b::7f00:1'],
    ...['64:ff9b:1::a00:1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '4000::1', 'fc00::1'],
    ...['fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '::ffff:169.254.169.254'],
    ...['', 'localhost', 'example.com', '1.1.1.1.1'],
  ]
  for (const address of refused) expect([address, isPublicAddress(address)]).toEqual([address, false])
})
