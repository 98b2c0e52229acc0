import { type CorsConfiguration, type CorsMethod, corsMethods, type CorsRule } from '../../model/bucket-settings.ts'
import { type CorsElement, corsTextProblem, parseCorsMaxAge } from '../../model/cors-rules.ts'
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
  const allowedOrigins = readTexts(rule, 'AllowedOrigin')
  const allowedMethods = readTexts(rule, 'AllowedMethod').map(readMethod)
  if (allowedOrigins.length === 0 || allowedMethods.length === 0) throw ossError('MalformedXML')
  const exposeHeaders = readTexts(rule, 'ExposeHeader')
  const maxAgeSeconds = readMaxAge(rule)
  return {
    allowedOrigins,
    allowedMethods,
    allowedHeaders: readTexts(rule, 'AllowedHeader'),
    exposeHeaders,
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  }
}

function readMethod(text: string): CorsMethod {
  const method = corsMethods.find((name) => name === text)
  if (method === undefined) throw invalidArgument('AllowedMethod', text)
  return method
}

function readTexts(rule: XmlElement, name: CorsElement): readonly string[] {
  return childTexts(rule, name).map((text) => {
    const value = text.trim()
    const problem = corsTextProblem(name, value)
    if (problem === undefined) return value
    if (problem === 'wildcard') throw invalidArgument(name, value, `${name} must not contain a wildcard.`)
    if (problem === 'twoWildcards') throw invalidArgument(name, value, `${name} can have at most one wildcard.`)
    throw invalidArgument(name, value)
  })
}

function readMaxAge(rule: XmlElement): number | undefined {
  const text = childText(rule, 'MaxAgeSeconds')?.trim()
  if (text === undefined || text === '') return undefined
  const seconds = parseCorsMaxAge(text)
  if (seconds === undefined) throw invalidArgument('MaxAgeSeconds', text)
  return seconds
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
