import type { TFunction } from 'i18next'
import { actions, type OssAction } from '../../../../storage-core/policy/actions.ts'

/** What actions are offered under, those that most policies are about first. */
export const actionGroups = ['read', 'list', 'write', 'objectDetails', 'permissions', 'settings', 'replication', 'accessPoints', 'other'] as const
export type ActionGroup = (typeof actionGroups)[number]

const read = /^(?:GetObject(?:Version)?|RestoreObject(?:Version)?)$/
const list = /^(?:ListObjects|ListObjectVersions|ListMultipartUploads|ListParts|GetBucket(?:Info|Stat|Location))$/
const write = /^(?:PutObject|DeleteObject(?:Version)?|AbortMultipartUpload)$/
const rare = /Vector|LiveChannel|VodPlaylist|RtmpStream|MetaQuery|AntiDDos|QoS|^Process|^PostProcess/

/** Where an action is offered. */
export function actionGroupOf(action: OssAction): ActionGroup {
  const name = action.slice('oss:'.length)
  if (read.test(name)) return 'read'
  if (list.test(name)) return 'list'
  if (write.test(name)) return 'write'
  if (/AccessPoint|WriteGetObjectResponse/.test(name)) return 'accessPoints'
  if (/Replicat|RTC$/.test(name)) return 'replication'
  if (rare.test(name)) return 'other'
  if (actions[action].scope === 'object') return 'objectDetails'
  return /Acl$|Policy|PublicAccessBlock|Referer/.test(name) ? 'permissions' : 'settings'
}

/** What an action lets somebody do, in plain words. Most are named after what they are about, and are put together from that. */
export function actionWords(action: OssAction, t: TFunction): string {
  const name = action.slice('oss:'.length)
  const own = t(`policy.actionWords.${name}`, { defaultValue: '' })
  if (own !== '') return own
  const [, verb = '', thing = ''] = /^(Put|Get|Delete|List|Create|Init|Update)(\w+)$/.exec(name) ?? []
  return verb === '' ? '' : t(`policy.actionVerbs.${verb}`, { thing: t(`policy.actionThings.${thing}`, { defaultValue: '' }), defaultValue: '' })
}

const byLowerCase = new Map((Object.keys(actions) as OssAction[]).map((action) => [action.toLowerCase(), action]))

/** What an action lets somebody do, within a sentence; undefined for a pattern, and where there are no words for it. */
export function actionSaid(pattern: string, t: TFunction): string | undefined {
  const action = byLowerCase.get(pattern.toLowerCase())
  const words = action === undefined ? '' : actionWords(action, t)
  return words === '' ? undefined : words.charAt(0).toLowerCase() + words.slice(1)
}

export interface ActionOption {
  readonly value: OssAction
  /** The name without its service, as it stands among those that are chosen. */
  readonly label: string
  readonly words: string
}

/** The actions that a bucket's policy may be about, in their groups. */
export function actionOptions(t: TFunction): readonly { readonly label: string; readonly options: ActionOption[] }[] {
  const all = (Object.keys(actions) as OssAction[]).filter((action) => actions[action].scope !== 'service')
  return actionGroups.map((group) => ({
    label: t(`policy.actionGroups.${group}`),
    options: all.filter((action) => actionGroupOf(action) === group).map((value) => ({ value, label: value.slice('oss:'.length), words: actionWords(value, t) })),
  }))
}

/** Tells an action from the group that it is in. */
export function isActionOption(option: object): option is ActionOption {
  return 'words' in option
}

/** Finds actions by their names and by what they do. A group by itself is never meant. */
export function isActionMeant(input: string, option: object | undefined): boolean {
  if (option === undefined || !isActionOption(option)) return false
  const { label, words } = option
  const wanted = input.trim().toLowerCase().replace(/^oss:/, '')
  return label.toLowerCase().includes(wanted) || words.toLowerCase().includes(wanted)
}
