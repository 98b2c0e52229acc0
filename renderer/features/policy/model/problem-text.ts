import type { TFunction } from 'i18next'

/**
 * What the checker says of a document, in the window's language. It speaks English, as the endpoint's refusals do; here each of
 * its sentences is known by its form. The sentence itself stays to be seen beside it, for whoever asks others about it.
 */
const forms = [
  ['tooLarge', /^The policy has (?<bytes>\d+) bytes; the most is (?<most>\d+)\.$/],
  ['notUtf8', /^The policy is not encoded in UTF-8\.$/],
  ['notAnObject', /^The policy must be a JSON object, and is (?<found>.+)\.$/],
  ['notAnObject', /^(?<found>The document) is not an object\.$/],
  ['statementList', /^Statement is not a list\.$|^must be a list of statements, and is (?<found>.+)\.$/],
  ['statementObject', /^A statement is not an object\.$/],
  ['unclosedText', /^(?:The policy is not valid JSON: )?A text is not closed \((?<place>[^)]+)\)\.?$/],
  ['badEscape', /^(?:The policy is not valid JSON: )?A text has an escape that JSON does not know, .+ \((?<place>[^)]+)\)\.?$/],
  ['endsEarly', /^(?:The policy is not valid JSON: )?The document ends too early \((?<place>[^)]+)\)\.?$/],
  ['tooDeep', /^(?:The policy is not valid JSON: )?The document is nested too deeply \((?<place>[^)]+)\)\.?$/],
  ['memberName', /^(?:The policy is not valid JSON: )?Expected the name of a member in quotation marks \((?<place>[^)]+)\)\.?$/],
  ['expected', /^(?:The policy is not valid JSON: )?Expected (?<sign>.+) \((?<place>[^)]+)\)\.?$/],
  ['unexpected', /^(?:The policy is not valid JSON: )?Unexpected (?<sign>.+) \((?<place>[^)]+)\)\.?$/s],
  ['twice', /^(?:The policy is not valid JSON: )?The member (?<name>.+) is there twice \((?<place>[^)]+)\)\.?$/s],
  ['follows', /^(?:The policy is not valid JSON: )?Something follows the document \((?<place>[^)]+)\)\.?$/],
  ['wrongVersion', /^must be (?:the text )?"1", and is (?<found>.+)\.$/],
  ['noStatement', /^must have a statement in it\.$/],
  ['unknownMember', /^is no element of a (?:policy|statement)\.$/],
  ['notInBucketPolicy', /^is not supported in a bucket policy\.$/],
  ['ofOtherPolicies', /^belongs to policies of buckets and roles\.$/],
  ['ofNoTrustPolicy', /^does not belong to a trust policy, which is about its own role\.$/],
  ['effect', /^must be Allow or Deny, and is (?<found>.+)\.$/],
  ['together', /^must not be together with (?<name>\w+)\.$/],
  ['fieldTooLong', /^has (?<bytes>\d+) bytes; the most is (?<most>\d+)\.$/],
  ['stars', /^must not have \* twice in a row\.$/],
  ['textElement', /^must be a text, and is (?<found>.+)\.$/],
  ['missing', /^(?:\w+ )?must be .+, or a list of them, and is missing\.$/],
  ['textOrList', /^(?:\w+ )?must be .+, or a list of them, and is (?<found>.+)\.$/],
  ['emptyList', /^(?:\w+ )?must not be an empty list\.$/],
  ['textsInList', /^(?:\w+ )?must have texts in its list, and has (?<found>.+)\.$/],
  ['emptyText', /^(?:\w+ )?must not have an empty text\.$/],
  ['noAction', /^(?<value>".*") is no action; actions are written (?<form>\S+), with \* for any run of letters\.$/s],
  ['noPrincipal', /^(?<value>".*") is no UID, no arn:sts::UID:assumed-role\/ROLE\/SESSION, and not \*\.$/s],
  ['roleStar', /^(?<value>".*"): the name of the role must not have \* in it\.$/s],
  ['sessionStar', /^(?<value>".*"): the session is a name, or \* for all of them\.$/s],
  ['noResource', /^(?<value>".*") is no resource; resources are written (?<form>\S+)\.$/s],
  ['notOfOss', /^(?<value>".*") is not a resource of OSS\.$/s],
  ['noRegion', /^(?<value>".*") has no region; write \* for it\.$/s],
  ['otherAccount', /^(?<value>".*") names another account than the bucket's owner; write \* or (?<owner>\d*) for it\.$/s],
  ['noBucket', /^(?<value>".*") names no bucket\.$/s],
  ['otherBucket', /^(?<value>".*") is not in the bucket (?<bucket>\S+)\.$/s],
  ['trustObject', /^must be an object with RAM, Service or Federated in it, and is (?<found>.+)\.$/],
  ['trustsNobody', /^names nobody\.$/],
  ['trustKind', /^(?<value>".*") is none of RAM, Service and Federated\.$/s],
  ['trustName', /^(?<value>".*") is not (?<form>acs:ram::.+|the name of a service, .+)\.$/s],
  ['conditionObject', /^must be an object, and is (?<found>.+)\.$/],
  ['noOperator', /^(?<value>".*") is no condition operator\.$/s],
  ['operatorObject', /^(?<operator>\w+) must be an object of condition keys, and is (?<found>.+)\.$/],
  ['operatorEmpty', /^(?<operator>\w+) has no condition key\.$/],
  ['noKey', /^(?<operator>\w+): (?<value>".*") is no condition key(?: of OSS)?\.$/s],
  ['keySpelling', /^(?<operator>\w+): (?<value>".*") must be written (?<form>.+)\.$/s],
  ['keyTwice', /^(?<operator>\w+): (?<value>.+) is the same key as (?<other>.+)\.$/s],
  ['noValue', /^(?<operator>\w+), (?<value>".*"): must have a value\.$/s],
  ['valueKind', /^(?<operator>\w+), (?<value>".*"): must have (?<wanted>.+), and has (?<found>.+)\.$/s],
  ['valueForm', /^(?<operator>\w+), (?<value>".*"): (?<text>".*") is not (?<wanted>a .+|an .+|true or false)\.$/s],
  ['sourceIp', /^acs:SourceIp must be accompanied by acs:SourceVpc, .+\.$/],
] as const satisfies readonly (readonly [name: string, form: RegExp])[]

/** What a value is, as the checker says it. */
const kinds: Readonly<Record<string, 'missing' | 'null' | 'text' | 'object' | 'list'>> = { missing: 'missing', null: 'null', 'a text': 'text', 'an object': 'object', 'a list': 'list' }

/** What an operator compares with, as the checker says it. */
const wanted = {
  'a text': 'text',
  'a decimal number': 'number',
  'a time in ISO 8601': 'time',
  'true or false': 'boolean',
  'an address, a network such as 192.0.2.0/24, or a pattern such as 101.*.*.100': 'network',
} as const

/** A sentence of the checker in the window's language; undefined for one that has no translation, to be shown as it is. */
export function problemText(message: string, t: TFunction): string | undefined {
  const [, , element, sentence = message] = /^(Statement\[\d+\]\.)?([\w-]+): (.*)$/s.exec(message) ?? []
  // A statement that is none has no element.
  const bare = /^Statement\[\d+\]: must be an object, and is /.test(message) ? 'A statement is not an object.' : sentence
  const known = forms.find(([, form]) => form.test(bare)) ?? forms.find(([, form]) => form.test(message))
  if (known === undefined) return undefined
  const [name, form] = known
  const groups = (form.exec(bare) ?? form.exec(message))?.groups ?? {}
  const text = t(`policy.problems.${name}`, {
    ...groups,
    ...(groups['value'] === undefined ? {} : { value: groups['value'].replace(/^"(.*)"$/s, '$1') }),
    ...(groups['found'] === undefined ? {} : { found: foundText(groups['found'], t) }),
    ...(groups['place'] === undefined ? {} : { place: placeText(groups['place'], t) }),
    ...(groups['wanted'] === undefined ? {} : { wanted: wantedText(groups['wanted'], t) }),
  })
  return element === undefined || !form.test(bare) ? text : t('policy.problemOf', { element, text })
}

function foundText(found: string, t: TFunction): string {
  const kind = kinds[found]
  if (kind !== undefined) return t(`policy.found.${kind}`)
  return found === 'The document' ? t('policy.found.other') : found.replace(/^the number /, '')
}

function placeText(place: string, t: TFunction): string {
  const [, line = '', column = ''] = /line (\d+), column (\d+)/.exec(place) ?? []
  return t('policy.problemAt', { line, column })
}

function wantedText(text: string, t: TFunction): string {
  return Object.hasOwn(wanted, text) ? t(`policy.wanted.${wanted[text as keyof typeof wanted]}`) : text
}
