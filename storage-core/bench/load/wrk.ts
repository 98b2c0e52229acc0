import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Server } from '../processes.ts'

const execute = promisify(execFile)

export interface WrkInput {
  /** Full path of wrk. */
  readonly wrk: string
  readonly server: Server
  readonly directory: string
  readonly method: 'GET' | 'PUT'
  /** Requested in turn. */
  readonly paths: readonly string[]
  readonly bodyBytes?: number
  readonly connections: number
  readonly seconds: number
}

export interface WrkResult {
  readonly requestsPerSecond: number
  /** Of the server's process, per request. */
  readonly cpuMicrosPerRequest: number | undefined
}

/** Requests are put together before the clock starts, so that the load costs as little as it can. */
function script(method: string, pathsFile: string, bodyBytes: number): string {
  return `local requests = {}
local at = 0
function init(args)
  local body = ${bodyBytes > 0 ? `string.rep("x", ${bodyBytes})` : 'nil'}
  for path in io.lines(${JSON.stringify(pathsFile)}) do
    requests[#requests + 1] = wrk.format(${JSON.stringify(method)}, path, nil, body)
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
`
}

/**
 * One thread of wrk against a server for some seconds.
 * @throws Error when any answer was not a success: such a run measures nothing.
 */
export async function runWrk(input: WrkInput): Promise<WrkResult> {
  const { wrk, server, directory, method, paths, bodyBytes = 0, connections, seconds } = input
  const pathsFile = path.join(directory, `paths-${server.port}.txt`)
  const scriptFile = path.join(directory, `load-${server.port}.lua`)
  await writeFile(pathsFile, `${paths.join('\n')}\n`)
  await writeFile(scriptFile, script(method, pathsFile, bodyBytes))
  const before = await server.cpuMicros()
  const { stdout } = await execute(wrk, ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', scriptFile, server.origin])
  const after = await server.cpuMicros()
  const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
  const total = Number(/(\d+) requests in/.exec(stdout)?.[1])
  const failed = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(stdout)?.[0]
  if (failed !== undefined || !(total > 0)) throw new Error(`${server.name} did not answer well: ${failed ?? stdout}`)
  const cpuMicrosPerRequest = before === undefined || after === undefined ? undefined : (after - before) / total
  return { requestsPerSecond, cpuMicrosPerRequest }
}
