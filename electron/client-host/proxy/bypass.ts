import { BlockList, isIP } from 'node:net'
import { bypassEntries } from '../../contract/proxy.ts'

/** True for names and addresses of this machine, which no proxy could reach (RFC 6761, section 6.3). */
export function isThisMachine(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

/** Tells hosts that are reached straight. Entries are as ProxySettings describes them. */
export function createBypass(text: string): (hostname: string) => boolean {
  const addresses = new BlockList()
  const names: RegExp[] = []
  let localNames = false
  for (const entry of bypassEntries(text.toLowerCase())) {
    const [address = '', bits] = entry.replace(/[[\]]/g, '').split('/')
    const family = isIP(address)
    if (entry === '<local>') localNames = true
    else if (family !== 0) {
      const type = family === 4 ? 'ipv4' : 'ipv6'
      const longest = family === 4 ? 32 : 128
      if (bits === undefined) addresses.addAddress(address, type)
      else if (Number(bits) <= longest) addresses.addSubnet(address, Number(bits), type)
    } else {
      // A leading dot means everything below, as in the environment's no_proxy.
      const pattern = entry.startsWith('.') ? `*${entry}` : entry
      names.push(new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`))
    }
  }
  return (hostname) => {
    const name = hostname.toLowerCase().replace(/\.$/, '')
    const family = isIP(name)
    if (isThisMachine(name)) return true
    if (family !== 0) return addresses.check(name, family === 4 ? 'ipv4' : 'ipv6') || names.some((pattern) => pattern.test(name))
    return (localNames && !name.includes('.')) || names.some((pattern) => pattern.test(name))
  }
}
