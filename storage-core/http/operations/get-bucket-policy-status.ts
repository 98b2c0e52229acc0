import { isPublic } from '../../policy/public-access.ts'
import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/** GetBucketPolicyStatus: whether the policy opens something to everyone. A bucket without one is not public by it. */
export const getBucketPolicyStatus = operation({
  name: 'GetBucketPolicyStatus',
  match: { method: 'GET', scope: 'bucket', subResource: 'policyStatus' },
  action: 'oss:GetBucketPolicyStatus',
  parse: () => undefined,
  async run(context) {
    const { policy } = requireRules(context)
    return policy !== undefined && isPublic(policy)
  },
  serialize: (_, isPublicPolicy) => xmlReply(`${xmlDeclaration}<PolicyStatus>${element('IsPublic', isPublicPolicy)}</PolicyStatus>\n`),
})
