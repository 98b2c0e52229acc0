import { type CorsConfiguration, type CorsMethod, corsMethods, type CorsRule } from '../../model/bucket-settings.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { invalidArgument } from '../parse/arguments.ts'
import { childElements, childFlag, childText, childTexts, type XmlElement } from '../xml/parse-xml.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

/**
 * Reads `CORSConfiguration{CORSRule{…}+,ResponseVary}` (OSS documentation, "PutBucketCors").
 * @throws OssError MalformedXML, CORSRuleBeyondLimit, InvalidArgument
 */
export function readCorsConfiguration(root: XmlElement): CorsConfiguration {
  const rules = childElements(root, 'CORSRule')
  if (rules.length === 0) throw ossError('MalformedXML')
  if (rules.length > limits.corsRulesMax) throw ossError('CORSRuleBeyondLimit')
  return { rules: rules.map(readRule), responseVary: childFlag(root, 'ResponseVary') ?? false }
}

function readRule(rule: XmlElement): CorsRule {
  const allowedOrigins = readPatterns(rule, 'AllowedOrigin')
  const allowedMethods = trimmed(rule, 'AllowedMethod').map(readMethod)
  if (allowedOrigins.length === 0 || allowedMethods.length === 0) throw ossError('MalformedXML')
  const exposeHeaders = trimmed(rule, 'ExposeHeader')
  const wild = exposeHeaders.find((header) => header.includes('*'))
  if (wild !== undefined) throw invalidArgument('ExposeHeader', wild, 'ExposeHeader must not contain a wildcard.')
  const maxAgeSeconds = readMaxAge(rule)
  return {
    allowedOrigins,
    allowedMethods,
    allowedHeaders: readPatterns(rule, 'AllowedHeader'),
    exposeHeaders,
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  }
}

function readMethod(text: string): CorsMethod {
  const method = corsMethods.find((name) => name === text)
  if (method === undefined) throw invalidArgument('AllowedMethod', text)
  return method
}

function readPatterns(rule: XmlElement, name: string): readonly string[] {
  const patterns = trimmed(rule, name)
  const bad = patterns.find((pattern) => pattern.indexOf('*') !== pattern.lastIndexOf('*'))
  if (bad !== undefined) throw invalidArgument(name, bad, `${name} can have at most one wildcard.`)
  return patterns
}

// What stands in an answer's headers must be what a header can carry.
const headerText = /^[\u0021-\u007e](?:[\u0020-\u007e]*[\u0021-\u007e])?$/

function trimmed(rule: XmlElement, name: string): readonly string[] {
  return childTexts(rule, name).map((text) => {
    const value = text.trim()
    if (!headerText.test(value)) throw invalidArgument(name, value)
    return value
  })
}

function readMaxAge(rule: XmlElement): number | undefined {
  const text = childText(rule, 'MaxAgeSeconds')?.trim()
  if (text === undefined || text === '') return undefined
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (seconds <= limits.corsMaxAgeMaxSeconds) return seconds
  throw invalidArgument('MaxAgeSeconds', text)
}

export function corsConfigurationXml({ rules, responseVary }: CorsConfiguration): string {
  return `${xmlDeclaration}<CORSConfiguration>${corsRulesXml(rules)}${element('ResponseVary', responseVary)}</CORSConfiguration>\n`
}

export function corsRulesXml(rules: readonly CorsRule[]): string {
  return rules.map(ruleXml).join('')
}

function ruleXml(rule: CorsRule): string {
  const all = (name: string, texts: readonly string[]) => texts.map((text) => element(name, text)).join('')
  return (
    `<CORSRule>${all('AllowedOrigin', rule.allowedOrigins)}${all('AllowedMethod', rule.allowedMethods)}` +
    `${all('AllowedHeader', rule.allowedHeaders)}${all('ExposeHeader', rule.exposeHeaders)}` +
    `${rule.maxAgeSeconds === undefined ? '' : element('MaxAgeSeconds', rule.maxAgeSeconds)}</CORSRule>`
  )
}
