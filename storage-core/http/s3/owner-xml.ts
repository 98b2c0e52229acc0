import type { Owner } from '../../model/bucket.ts'
import { element } from '../xml/write-xml.ts'

export { ownerXml } from '../xml/list-xml.ts'

/** Who began an upload: OSS does not keep it, so it is whose it will be. */
export function initiatorXml(owner: Owner): string {
  return `<Initiator>${element('ID', owner.id)}${element('DisplayName', owner.displayName)}</Initiator>`
}
