import type { BucketStat } from '../../model/bucket.ts'
import type { StorageClass } from '../../model/storage-class.ts'
import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/** GetBucketStat. Every element is always there: strict parsers fail on a missing one. */
export const getBucketStat = operation({
  name: 'GetBucketStat',
  match: { method: 'GET', scope: 'bucket', subResource: 'stat' },
  action: 'oss:GetBucketStat',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.getBucketStat({ bucket }),
  serialize: (_, stat) => xmlReply(statXml(stat)),
})

function statXml(stat: BucketStat): string {
  const of = (storageClass: StorageClass) => stat.byClass[storageClass] ?? { objectCount: 0, storageBytes: 0 }
  // The real size and the size that is billed differ only by the minimum billed size, which a local store does not have.
  const withReal = (name: string, storageClass: StorageClass) =>
    element(`${name}Storage`, of(storageClass).storageBytes) +
    element(`${name}RealStorage`, of(storageClass).storageBytes) +
    element(`${name}ObjectCount`, of(storageClass).objectCount)
  return (
    `${xmlDeclaration}<BucketStat>${element('Storage', stat.storageBytes)}${element('ObjectCount', stat.objectCount)}` +
    `${element('MultipartUploadCount', stat.multipartUploadCount)}${element('LiveChannelCount', 0)}` +
    element('LastModifiedTime', Math.floor(stat.lastModifiedMs / 1000)) +
    `${element('StandardStorage', of('Standard').storageBytes)}${element('StandardObjectCount', of('Standard').objectCount)}` +
    `${withReal('InfrequentAccess', 'IA')}${withReal('Archive', 'Archive')}${withReal('ColdArchive', 'ColdArchive')}` +
    `${withReal('DeepColdArchive', 'DeepColdArchive')}${element('MultipartPartCount', stat.multipartPartCount)}${element('DeleteMarkerCount', stat.deleteMarkerCount)}` +
    '</BucketStat>\n'
  )
}
