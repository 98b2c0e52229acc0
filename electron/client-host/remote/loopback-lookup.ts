import type { LookupFunction } from 'node:net'

/** Names under `localhost` are this machine, whatever a name server says (RFC 6761, section 6.3). */
export const loopbackLookup: LookupFunction = (_hostname, options, callback) => {
  const address = { address: '127.0.0.1', family: 4 }
  if (options.all === true) callback(null, [address])
  else callback(null, address.address, address.family)
}
