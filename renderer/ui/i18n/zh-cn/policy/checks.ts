import type { Translated } from '../../translated.ts'
import type { checks as english } from '../../en/policy/checks.ts'

export const checks: Translated<typeof english> = {
  checks: '检查项',
  checksTab: '检查项（{{count, number}}）',
  checksFailing: '{{count, number}} 项未通过',
  checksLead: '每次更改后都会重新检查。检查项按 Bucket 仅保存在本机，不属于策略。',
  checksFull: '已有 {{count, number}} 个检查项，请先删除一个',
  noChecks: '哪些请求必须始终允许或拒绝？先试一个请求，再把结果保留为检查项。检查项按 Bucket 仅保存在本机。',
  checkPasses: '{{answer}}，符合预期。',
  checkFails: '{{answer}}，不符合预期。',
  checkBefore: '之前：{{answer}}。',
  checkExpected: '预期结果',
  checkRemove: '删除检查项',
  checkWay: '来自 {{way}}，未使用 HTTPS',
  checkWayTls: '来自 {{way}}，使用 HTTPS',
  checkAnywhere: '未知地址',
  checkSession: '，附会话策略',
  unknownAction: '未知操作',
  expected: { allowed: '应允许', denied: '应拒绝' },
  keepAllowed: '保留为检查项：应允许',
  keepDenied: '保留为检查项：应拒绝',
  checksChange_other: '{{count, number}} 个检查项的结果会改变',
  becomesAllowed: '变为允许',
  becomesDenied: '变为拒绝',
}
