import { ramError, type RamError } from '../../model/ram-error.ts'
import type { Reply } from '../reply.ts'
import { escapeXml, xmlDeclaration } from '../xml/write-xml.ts'

/** What an action answers, as JSON has it. In XML a list becomes its elements one after the other. */
export interface RpcObject {
  readonly [name: string]: RpcValue
}
export type RpcValue = string | number | boolean | RpcObject | readonly RpcValue[] | undefined
export type RpcFormat = 'JSON' | 'XML'

/** RAM documentation, "Responses": XML unless the request asks for JSON; with ACS3 signatures JSON is the usual form. */
export function readFormat(text: string | undefined, usual: RpcFormat): RpcFormat {
  if (text === undefined || text === '') return usual
  const format = text.toUpperCase()
  if (format === 'JSON' || format === 'XML') return format
  throw ramError('InvalidParameter', 'The parameter Format must be JSON or XML.')
}

export function rpcReply(format: RpcFormat, action: string, requestId: string, answer: RpcObject): Reply {
  return reply(200, format, `${action}Response`, { RequestId: requestId, ...answer })
}

export function rpcErrorReply(format: RpcFormat, error: RamError, requestId: string, hostId: string): Reply {
  const { code, message, status } = error
  return reply(status, format, 'Error', { RequestId: requestId, HostId: hostId, Code: code, Message: message })
}

function reply(status: number, format: RpcFormat, root: string, value: RpcObject): Reply {
  const isJson = format === 'JSON'
  const body = isJson ? JSON.stringify(value) : `${xmlDeclaration}${element(root, value)}\n`
  return { status, headers: ['Content-Type', isJson ? 'application/json;charset=utf-8' : 'text/xml;charset=utf-8', 'Cache-Control', 'no-store'], body }
}

function element(name: string, value: RpcValue): string {
  if (value === undefined) return ''
  if (isList(value)) return value.map((each) => element(name, each)).join('')
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`
  return `<${name}>${Object.entries(value).map(([each, inner]) => element(each, inner)).join('')}</${name}>`
}

function isList(value: RpcValue): value is readonly RpcValue[] {
  return Array.isArray(value)
}

/** `2015-01-23T12:33:18Z` */
export function rpcTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`
}
