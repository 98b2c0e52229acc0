import { describe, expect, it } from 'vitest'
import { operations } from '../http/operation-table.ts'
import { actions, actionsMatching, comparableAction } from './actions.ts'

describe('actions', () => {
  it('has the action of every operation, of the scope that the operation has', () => {
    expect(operations.length).toBeGreaterThan(30)
    for (const { name, action, versionAction, match } of operations) {
      const row = actions[action]
      expect(row, `${name}: ${action}`).toBeDefined()
      // Making a bucket is asked of the service; forms and lists of keys are sent to the bucket.
      const exceptions = ['PutBucket', 'PostObject', 'DeleteMultipleObjects']
      if (!exceptions.includes(name)) expect(row.scope, name).toBe(match.scope)
      if (versionAction !== undefined) expect(actions[versionAction], name).toEqual(expect.objectContaining({ scope: 'object' }))
    }
  })

  it('has no two names that are the same in lower case', () => {
    const names = Object.keys(actions).map(comparableAction)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(170)
  })
})

describe('actionsMatching', () => {
  it('finds what an Action element takes in, in any letter case', () => {
    expect(actionsMatching('OSS:get*version')).toEqual(['oss:GetObjectVersion'])
    expect(actionsMatching('oss:GetObjectVersion*').toSorted()).toEqual(['oss:GetObjectVersion', 'oss:GetObjectVersionAcl', 'oss:GetObjectVersionTagging'])
    expect(actionsMatching('oss:*')).toHaveLength(Object.keys(actions).length)
    expect(actionsMatching('*')).toHaveLength(Object.keys(actions).length)
  })

  it('finds nothing for a name that OSS does not have', () => {
    expect(actionsMatching('oss:GetObjekt')).toEqual([])
    expect(actionsMatching('ram:GetUser')).toEqual([])
  })
})
