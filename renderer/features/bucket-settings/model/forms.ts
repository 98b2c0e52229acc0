import type { BucketSettingOf } from '../../../../electron/contract/bucket-settings.ts'

/** Settings that have a form here. */
export const formNames = ['acl', 'publicAccessBlock', 'cors', 'referer', 'versioning', 'requestPayment', 'tags'] as const
export type FormName = (typeof formNames)[number]

/** A tag while it is written: keys may be empty, or there twice. */
export interface TagRow {
  readonly key: string
  readonly value: string
}

/** What a form holds while somebody writes in it, by setting. */
export interface SettingForms {
  readonly acl: BucketSettingOf<'acl'>
  readonly publicAccessBlock: BucketSettingOf<'publicAccessBlock'>
  readonly cors: BucketSettingOf<'cors'>
  /** Lists as text, one pattern in a line. */
  readonly referer: Omit<BucketSettingOf<'referer'>, 'referers' | 'blacklist'> & { readonly referers: string; readonly blacklist: string }
  readonly versioning: BucketSettingOf<'versioning'>
  readonly requestPayment: BucketSettingOf<'requestPayment'>
  readonly tags: { readonly name: 'tags'; readonly rows: readonly TagRow[] }
}
export type SettingForm = SettingForms[FormName]

/** The form that shows a setting. */
export function formOf(setting: BucketSettingOf<FormName>): SettingForm {
  if (setting.name === 'referer') return { ...setting, referers: setting.referers.join('\n'), blacklist: setting.blacklist.join('\n') }
  if (setting.name === 'tags') return { name: 'tags', rows: Object.entries(setting.tags).map(([key, value]) => ({ key, value })) }
  return setting
}

/** The setting that a form stands for. Lines are trimmed, and empty ones left out, as the service does. */
export function settingOf(form: SettingForms['cors']): BucketSettingOf<'cors'>
export function settingOf(form: SettingForms['referer']): BucketSettingOf<'referer'>
export function settingOf(form: SettingForm): BucketSettingOf<FormName>
export function settingOf(form: SettingForm): BucketSettingOf<FormName> {
  if (form.name === 'referer') return { ...form, referers: linesOf(form.referers), blacklist: linesOf(form.blacklist) }
  if (form.name === 'tags') return { name: 'tags', tags: Object.fromEntries(form.rows.filter(({ key, value }) => key !== '' || value !== '').map(({ key, value }) => [key, value])) }
  if (form.name === 'cors') return { ...form, rules: form.rules.map(trimmedRule) }
  return form
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
}

function trimmedRule(rule: BucketSettingOf<'cors'>['rules'][number]): BucketSettingOf<'cors'>['rules'][number] {
  const trim = (texts: readonly string[]): string[] => texts.map((text) => text.trim())
  return { ...rule, allowedOrigins: trim(rule.allowedOrigins), allowedHeaders: trim(rule.allowedHeaders), exposeHeaders: trim(rule.exposeHeaders) }
}
