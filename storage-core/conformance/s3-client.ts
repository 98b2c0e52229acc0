import { lookup } from 'node:dns'
import { Agent } from 'node:http'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { accessKey } from './test-store.ts'

export const credentials = { accessKeyId: accessKey.accessKeyId, secretAccessKey: accessKey.accessKeySecret }

/** AWS's own client, pointed at the endpoint in path style. One try: a second one would hide a wrong first answer. */
export function s3Client(port: number, more: Partial<S3ClientConfig> = {}): S3Client {
  return new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'cn-hangzhou',
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
    ...more,
  })
}

/** The same with the bucket in the host, which not every resolver finds under `localhost`. */
export function virtualHostClient(port: number, name = 's3.localhost'): S3Client {
  const httpAgent = new Agent({
    keepAlive: true,
    lookup(_, options, callback) {
      lookup('127.0.0.1', options, callback)
    },
  })
  return s3Client(port, { endpoint: `http://${name}:${port}`, forcePathStyle: false, requestHandler: { httpAgent } })
}

/** What the client throws, as far as these tests look at it. */
export interface S3Failure {
  readonly name: string
  readonly message: string
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string }
}

export async function failure(work: Promise<unknown>): Promise<S3Failure> {
  try {
    await work
  } catch (error) {
    return error as S3Failure
  }
  throw new Error('the call succeeded')
}

/** Name and status of a failure. */
export async function refusal(work: Promise<unknown>): Promise<readonly [string, number | undefined]> {
  const { name, $metadata } = await failure(work)
  return [name, $metadata.httpStatusCode]
}
