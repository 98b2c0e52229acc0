import { describe, expect, it } from 'vitest'
import { actions, type OssAction } from '../../../../storage-core/policy/actions.ts'
import { createI18n } from '../../../ui/i18n/index.ts'
import { actionOptions, isActionMeant } from './action-words.ts'

const offered = (Object.keys(actions) as OssAction[]).filter((action) => actions[action].scope !== 'service')

describe.each(['en', 'zh-CN'] as const)('actions in %s', (language) => {
  const { t } = createI18n(language)
  const groups = actionOptions(t)
  const all = groups.flatMap(({ options }) => options)

  it('are all offered, each once and with what it does', () => {
    expect(all.map(({ value }) => value).toSorted()).toEqual(offered.toSorted())
    expect(all.filter(({ words }) => words.trim() === '' || words.includes('{{') || words.includes('policy.')).map(({ value }) => value)).toEqual([])
    // What is put together has something to be about.
    expect(all.filter(({ words }) => /^(?:Set|Read|Remove|List|Create|Set up|Change) ?$|^(?:设置|查看|删除|列举|创建|初始化|更改)$/.test(words.trim())).map(({ value }) => value)).toEqual([])
    expect(groups.every(({ label, options }) => label !== '' && options.length > 0)).toBe(true)
  })

  it('are found by their names and by what they do', () => {
    const named = (input: string) => all.filter((option) => isActionMeant(input, option)).map(({ label }) => label)
    expect(named('oss:getobjecttag')).toEqual(['GetObjectTagging'])
    expect(named(language === 'en' ? 'lifecycle' : '生命周期')).toEqual(['PutBucketLifecycle', 'GetBucketLifecycle', 'DeleteBucketLifecycle'])
    expect(isActionMeant('read', groups[0])).toBe(false)
  })
})
