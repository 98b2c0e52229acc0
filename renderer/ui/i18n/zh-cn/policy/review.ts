import type { Translated } from '../../translated.ts'
import type { review as english } from '../../en/policy/review.ts'

export const review: Translated<typeof english> = {
  review: '检查并保存…',
  reviewTitle: '保存此策略？',
  changes: '更改内容',
  becomesPublic: '此策略会向所有人开放 Bucket。',
  locksOut: '此策略会把您自己锁在外面。',
  locksOutWhy: '通过当前窗口使用的访问方式，包括账号本身在内，任何人都无法再修改或删除此策略。',
  saveLockedOut: '仍然保存',
  save: '保存策略',
  saveOpened: '保存并公开',
  removeTitle: '删除策略？',
  removeLead: '其中的允许和拒绝将立即失效。',
  removeAction: '删除策略',
}
