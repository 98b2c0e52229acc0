import OpenApi, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client'

export interface Credentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string
}
export type Style = 'rpc-1.0' | 'acs3'
export type RpcCaller = (version: '2015-04-01' | '2015-05-01', action: string, query?: Readonly<Record<string, string>>) => Promise<unknown>

const { default: Client = OpenApi } = OpenApi as unknown as { readonly default?: typeof OpenApi }
type Runtime = Parameters<OpenApi['doRPCRequest']>[7]

/** Calls RAM or STS through Alibaba Cloud's own client, with either of its two ways of signing. */
export function rpcClient(port: number, credentials: Credentials, style: Style = 'acs3'): RpcCaller {
  const client = new Client(new Config({ ...credentials, endpoint: `127.0.0.1:${port}`, protocol: 'http', regionId: 'cn-hangzhou' }))
  const runtime = { autoretry: false, connectTimeout: 5000, readTimeout: 10_000 } as Runtime
  return async (version, action, query = {}) => {
    const request = new OpenApiRequest({ query })
    const params = { action, version, protocol: 'HTTP', pathname: '/', method: 'POST', authType: 'AK', style: 'RPC', reqBodyType: 'formData', bodyType: 'json' }
    const answer: { readonly body?: unknown } =
      style === 'rpc-1.0'
        ? await client.doRPCRequest(action, version, 'HTTP', 'POST', 'AK', 'json', request, runtime)
        : await client.doRequest(new Params(params), request, runtime)
    return answer.body
  }
}
