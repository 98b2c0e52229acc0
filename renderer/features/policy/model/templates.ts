import type { JsonObject, JsonValue } from '../../../../storage-core/policy/strict-json.ts'
import { levelActions } from './levels.ts'
import { resourceOf } from './statement-view.ts'

export type TemplateName = 'publicRead' | 'dropBox' | 'ipFence' | 'partnerAccount' | 'denyInsecureTransport'

export interface TemplateInput {
  readonly bucket: string
  /** Key that ends in a slash; empty for the whole bucket. */
  readonly folder: string
  /** UIDs, where the template is for somebody; none leaves them to be filled in. */
  readonly principals: readonly string[]
  /** Networks such as 192.0.2.0/24, where the template asks for them. */
  readonly networks: readonly string[]
}

/** What each template asks for, besides the bucket. */
export const templateNeeds: Readonly<Record<TemplateName, readonly (keyof Omit<TemplateInput, 'bucket'>)[]>> = {
  publicRead: ['folder'],
  dropBox: ['folder', 'principals'],
  ipFence: ['networks'],
  partnerAccount: ['folder', 'principals'],
  denyInsecureTransport: [],
}
export const templateNames = Object.keys(templateNeeds) as readonly TemplateName[]

/** The statements of a template, to be added to those of a policy. */
export function templateStatements(name: TemplateName, input: TemplateInput): readonly JsonObject[] {
  const { bucket, folder, principals, networks } = input
  const objects = folder === '' ? resourceOf('allObjects', bucket) : resourceOf('folder', bucket, folder)
  const everywhere = [resourceOf('bucket', bucket), resourceOf('allObjects', bucket)]
  switch (name) {
    case 'publicRead':
      return [statement('PublicRead', 'Allow', ['*'], ['oss:GetObject'], [objects])]
    case 'dropBox':
      // Who drops something may neither look nor take away.
      return [statement('DropBox', 'Allow', principals, ['oss:PutObject', 'oss:AbortMultipartUpload', 'oss:ListParts'], [objects])]
    case 'ipFence':
      return [
        statement('OutsideTheFence', 'Deny', ['*'], ['oss:*'], everywhere, [
          ['NotIpAddress', 'acs:SourceIp', networks],
          // Addresses of a VPC are its own: from there the fence does not tell.
          ['StringNotLike', 'acs:SourceVpc', ['vpc-*']],
        ]),
      ]
    case 'partnerAccount':
      return [
        statement('PartnerObjects', 'Allow', principals, levelActions.readWrite.filter((action) => !/^oss:List(Object|Multipart)/.test(action)), [objects]),
        statement('PartnerList', 'Allow', principals, ['oss:ListObjects', 'oss:ListObjectVersions'], [resourceOf('bucket', bucket)], folder === '' ? [] : [['StringLike', 'oss:Prefix', [`${folder}*`]]]),
      ]
    case 'denyInsecureTransport':
      return [statement('DenyInsecureTransport', 'Deny', ['*'], ['oss:*'], everywhere, [['Bool', 'acs:SecureTransport', ['false']]])]
  }
}

function statement(
  sid: string,
  effect: 'Allow' | 'Deny',
  principals: readonly string[],
  actions: readonly string[],
  resources: readonly string[],
  conditions: readonly (readonly [operator: string, key: string, values: readonly string[]])[] = [],
): JsonObject {
  const block = new Map<string, JsonValue>(conditions.map(([operator, key, values]) => [operator, new Map([[key, values]])]))
  return new Map<string, JsonValue>([
    ['Sid', sid],
    ['Effect', effect],
    // Nobody yet: an empty list would mean everyone.
    ...(principals.length === 0 ? [] : ([['Principal', principals]] as const)),
    ['Action', actions],
    ['Resource', resources],
    ...(block.size === 0 ? [] : ([['Condition', block]] as const)),
  ])
}
