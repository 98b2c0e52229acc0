import { expect, it } from 'vitest'
import { keyPatternsOf } from './key-patterns.ts'

const keys = ['a.txt', 'logs/1.gz', 'logs/2.txt', 'logs/deep/3.gz', 'log', '文/一', '文/二']
const found = (...resources: readonly string[]) => {
  const patterns = keyPatternsOf(resources, 'data')
  return patterns === undefined ? undefined : [patterns.prefix, keys.filter((key) => key.startsWith(patterns.prefix) && patterns.matches(key))]
}

it.each([
  [['*'], ['', keys]],
  [['acs:oss:*:*:data/*'], ['', keys]],
  [['acs:oss:*:*:d*'], ['', keys]],
  [['acs:oss:*:*:data/logs/*'], ['logs/', ['logs/1.gz', 'logs/2.txt', 'logs/deep/3.gz']]],
  [['acs:oss:*:*:data/logs/*.gz'], ['logs/', ['logs/1.gz', 'logs/deep/3.gz']]],
  [['acs:oss:*:*:data/logs/1.gz', 'acs:oss:*:*:data/log'], ['log', ['logs/1.gz', 'log']]],
  [['acs:oss:*:*:data/文/*', 'acs:oss:*:*:data'], ['文/', ['文/一', '文/二']]],
  [['acs:oss:*:*:data'], undefined],
  [['acs:oss:*:*:other/*', 'nonsense'], undefined],
])('finds the objects of %j', (resources, expected) => {
  expect(found(...resources)).toEqual(expected)
})

it('looks below a prefix that is whole letters', () => {
  expect(keyPatternsOf(['acs:oss:*:*:data/😀', 'acs:oss:*:*:data/😁'], 'data')?.prefix).toBe('')
})
