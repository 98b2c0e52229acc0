import { actions } from './policy/actions.ts'
import { checks } from './policy/checks.ts'
import { conditions } from './policy/conditions.ts'
import { editor } from './policy/editor.ts'
import { findings } from './policy/findings.ts'
import { review } from './policy/review.ts'
import { sentence } from './policy/sentence.ts'
import { simulator } from './policy/simulator.ts'
import { statement } from './policy/statement.ts'
import { versions } from './policy/versions.ts'

export const policy = {
  ...editor,
  ...statement,
  ...actions,
  ...conditions,
  ...sentence,
  ...findings,
  ...simulator,
  ...checks,
  ...versions,
  ...review,
}
