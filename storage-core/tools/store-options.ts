import path from 'node:path'
import { parseArgs } from 'node:util'

export interface StoreToolOptions {
  readonly port: number
  readonly dataFolder: string
  readonly region: string
  readonly accessKey?: { readonly accessKeyId: string; readonly accessKeySecret: string }
  readonly allowLocalCallbacks?: true
}

export type StoreToolRequest =
  | { readonly kind: 'run'; readonly options: StoreToolOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }

export const storeToolHelp = `Usage: store [options]
       store keys|users|groups|roles|policies|accounts|sts|lifecycle COMMAND [options]

Serves a local object store that speaks the OSS protocol.

  --port PORT                 port on the loopback addresses; 0 takes any free one    OSSIA_PORT               (9000)
  --data FOLDER               data folder, created when missing                       OSSIA_DATA               (./ossia-data)
  --region REGION             region of new buckets                                   OSSIA_REGION             (cn-hangzhou)
  --access-key-id ID          key pair to use; give both or neither                   OSSIA_ACCESS_KEY_ID
  --access-key-secret SECRET  better given as a variable: arguments are public        OSSIA_ACCESS_KEY_SECRET
  --allow-local-callbacks     lets upload callbacks go to this machine and to private networks

Prints "ready http://127.0.0.1:PORT" when it accepts requests. Without a given key pair it uses the data folder's own and
prints it on the error output. SIGINT or SIGTERM stops it.

"store keys --help" and its like say what can be done about AccessKeys, RAM users, groups, roles, policies and accounts.
"store lifecycle run" does at once what lifecycle rules would do at midnight.
`

/** Reads the options; each may also come as a variable, and the argument wins. An empty variable counts as absent. */
export function readStoreOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  workingFolder: string,
): StoreToolRequest {
  let values: Partial<Record<'port' | 'data' | 'region' | 'access-key-id' | 'access-key-secret', string>> & {
    help?: boolean
    'allow-local-callbacks'?: boolean
  }
  try {
    const string = { type: 'string' } as const
    ;({ values } = parseArgs({
      args: [...args],
      options: {
        port: string,
        data: string,
        region: string,
        'access-key-id': string,
        'access-key-secret': string,
        'allow-local-callbacks': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }))
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  if (values.help) return { kind: 'help' }
  const pick = (argument: string | undefined, variable: string) => argument ?? (environment[variable] || undefined)
  const port = pick(values.port, 'OSSIA_PORT') ?? '9000'
  const region = pick(values.region, 'OSSIA_REGION') ?? 'cn-hangzhou'
  const data = pick(values.data, 'OSSIA_DATA') ?? 'ossia-data'
  const accessKeyId = pick(values['access-key-id'], 'OSSIA_ACCESS_KEY_ID')
  const accessKeySecret = pick(values['access-key-secret'], 'OSSIA_ACCESS_KEY_SECRET')

  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return wrong(`--port must be a number from 0 to 65535, not "${port}"`)
  if (!/^[a-z]{2}-[a-z0-9-]{1,40}$/.test(region)) return wrong(`--region must be a region id such as cn-hangzhou, not "${region}"`)
  if (data === '') return wrong('--data must name a folder')
  if ((accessKeyId === undefined) !== (accessKeySecret === undefined)) {
    return wrong('--access-key-id and --access-key-secret belong together: give both or neither')
  }
  if (accessKeyId !== undefined && !/^[\w.-]{1,128}$/.test(accessKeyId)) {
    return wrong('--access-key-id may hold up to 128 letters, digits and . _ -')
  }
  if (accessKeySecret === '') return wrong('--access-key-secret must not be empty')
  return {
    kind: 'run',
    options: {
      port: Number(port),
      region,
      dataFolder: path.resolve(workingFolder, data),
      ...(accessKeyId === undefined || accessKeySecret === undefined ? {} : { accessKey: { accessKeyId, accessKeySecret } }),
      ...(values['allow-local-callbacks'] === true ? { allowLocalCallbacks: true } : {}),
    },
  }
}

function wrong(problem: string): StoreToolRequest {
  return { kind: 'wrong', problem }
}
