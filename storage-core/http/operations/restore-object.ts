import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { RestoreTier } from '../../model/restore.ts'
import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { versionIdQuery } from '../parse/version-id.ts'
import { emptyReply } from '../reply.ts'
import { versionHeader } from '../version-header.ts'
import { readXmlBody } from '../xml-body.ts'
import { childElements, childText, type XmlElement } from '../xml/parse-xml.ts'

/** RestoreObject. The body may be left out, and so may each of its elements. */
export const restoreObject = operation({
  name: 'RestoreObject',
  match: { method: 'POST', scope: 'object', subResource: 'restore' },
  action: 'oss:RestoreObject',
  versionAction: 'oss:RestoreObjectVersion',
  parse: ({ headers, query }) => ({ md5: contentMd5(headers), version: versionIdQuery(query) }),
  async run(context, { md5, version }) {
    const root = await readXmlBody(context.body(), { root: 'RestoreRequest', maxBytes: limits.xmlBodyMaxBytes, md5, allowEmpty: true })
    const { engine, bucket, key } = context
    return engine.restoreObject({ bucket, key, ...version, ...readRestore(root) })
  },
  serialize(_, output) {
    const priority = output.tier === undefined ? [] : ['x-oss-object-restore-priority', output.tier]
    return emptyReply(output.isExtension ? 200 : 202, [...priority, ...versionHeader(output)])
  },
})

function readRestore(root: XmlElement | undefined): { readonly days?: number; readonly tier?: RestoreTier } {
  if (root === undefined) return {}
  const days = childText(root, 'Days')?.trim()
  const [job, second] = childElements(root, 'JobParameters')
  if (second !== undefined) throw ossError('MalformedXML')
  const tier = job === undefined ? undefined : childText(job, 'Tier')?.trim()
  return { ...(days === undefined ? {} : { days: readDays(days) }), ...(tier === undefined ? {} : { tier: readTier(tier) }) }
}

function readDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (days < 1 || days > 365) throw ossError('MalformedXML', { ec: '0016-00000704', details: { Days: text } })
  return days
}

function readTier(text: string): RestoreTier {
  const tier = RestoreTier.options.find((option) => option === text)
  if (tier === undefined) throw ossError('MalformedXML', { ec: '0016-00000703', details: { Tier: text } })
  return tier
}
