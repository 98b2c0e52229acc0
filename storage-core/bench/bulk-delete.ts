import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { signRequest } from '../signature/sign.ts'
import { credential, region } from './endpoint.ts'

const keysPerRequest = 1000
const requestsAtOnce = 3

function post(agent: Agent, port: number, bucket: string, keys: readonly string[]): Promise<void> {
  const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><Delete><Quiet>false</Quiet>${objects}</Delete>`)
  const headers = signRequest({
    method: 'POST',
    bucket,
    query: [['delete', '']],
    headers: { 'content-md5': createHash('md5').update(body).digest('base64'), 'content-type': 'application/xml' },
    region,
    credential,
    version: 'v4',
    now: Date.now(),
  })
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method: 'POST', path: `/${bucket}/?delete`, headers: { ...headers, 'content-length': body.length } }, (response) => {
      response.resume()
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`the endpoint answered ${response.statusCode} to DeleteMultipleObjects`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Deletes keys that need no escaping, a thousand in a request, three requests at a time. @returns keys per second */
export async function deleteKeys(port: number, bucket: string, keys: readonly string[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: requestsAtOnce })
  const startedMs = performance.now()
  let at = 0
  const work = async (): Promise<void> => {
    while (at < keys.length) {
      const some = keys.slice(at, at + keysPerRequest)
      at += keysPerRequest
      await post(agent, port, bucket, some)
    }
  }
  await Promise.all(Array.from({ length: requestsAtOnce }, work))
  agent.destroy()
  return (keys.length / (performance.now() - startedMs)) * 1000
}
