import type { RefererConfiguration } from '../../model/bucket-settings.ts'
import { ossError } from '../../model/oss-error.ts'
import { childElement, childFlag, childTexts, type XmlElement } from '../xml/parse-xml.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/** How a bucket without a configuration answers and behaves. */
export const defaultReferer: RefererConfiguration = {
  allowEmptyReferer: true,
  allowTruncateQueryString: true,
  truncatePath: false,
  referers: [],
  blacklist: [],
}

/**
 * Reads `RefererConfiguration{AllowEmptyReferer,AllowTruncateQueryString,TruncatePath,RefererList{Referer*},
 * RefererBlacklist{Referer*}}` (OSS documentation, "PutBucketReferer"). Comparing without the path is comparing without the
 * query too.
 * @throws OssError MalformedXML
 */
export function readRefererConfiguration(root: XmlElement): RefererConfiguration {
  const allowEmptyReferer = childFlag(root, 'AllowEmptyReferer')
  const list = childElement(root, 'RefererList')
  if (allowEmptyReferer === undefined || list === undefined) throw ossError('MalformedXML')
  const blacklist = childElement(root, 'RefererBlacklist')
  return {
    allowEmptyReferer,
    allowTruncateQueryString: childFlag(root, 'AllowTruncateQueryString') ?? defaultReferer.allowTruncateQueryString,
    truncatePath: childFlag(root, 'TruncatePath') ?? defaultReferer.truncatePath,
    referers: readList(list),
    blacklist: blacklist === undefined ? [] : readList(blacklist),
  }
}

/** Clients send an empty element for an empty list. */
function readList(list: XmlElement): readonly string[] {
  return childTexts(list, 'Referer').flatMap((text) => (text.trim() === '' ? [] : [text.trim()]))
}

export function refererConfigurationXml(configuration: RefererConfiguration): string {
  const list = (referers: readonly string[]) => referers.map((referer) => element('Referer', referer)).join('')
  const { allowEmptyReferer, allowTruncateQueryString, truncatePath, referers, blacklist } = configuration
  return (
    `${xmlDeclaration}<RefererConfiguration>${element('AllowEmptyReferer', allowEmptyReferer)}` +
    `${element('AllowTruncateQueryString', allowTruncateQueryString)}${element('TruncatePath', truncatePath)}` +
    `<RefererList>${list(referers)}</RefererList>` +
    `${blacklist.length === 0 ? '' : `<RefererBlacklist>${list(blacklist)}</RefererBlacklist>`}</RefererConfiguration>\n`
  )
}
