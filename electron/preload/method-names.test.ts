import { expect, expectTypeOf, it } from 'vitest'
import { methods, type MethodName } from '../contract/methods.ts'
import { methodNames } from './method-names.ts'

it('names every method of the contract, once', () => {
  expectTypeOf<(typeof methodNames)[number]>().toEqualTypeOf<MethodName>()
  expect([...methodNames].toSorted()).toEqual(Object.keys(methods).toSorted())
})
