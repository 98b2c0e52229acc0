import { getBucketRequestPayment as ossGetBucketRequestPayment } from '../../operations/get-bucket-request-payment.ts'
import { putBucketRequestPayment as ossPutBucketRequestPayment } from '../../operations/put-bucket-request-payment.ts'
import { element } from '../../xml/write-xml.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

export const putBucketRequestPayment = asS3(ossPutBucketRequestPayment, { name: 'PutBucketRequestPayment' })

export const getBucketRequestPayment = asS3(ossGetBucketRequestPayment, {
  name: 'GetBucketRequestPayment',
  serialize: (_, setting) => s3Xml('RequestPaymentConfiguration', element('Payer', setting?.payer ?? 'BucketOwner')),
})
