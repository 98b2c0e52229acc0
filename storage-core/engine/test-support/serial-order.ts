/** One operation of a history: what was asked and answered, and the moments in between which it must have happened. */
export interface Operation<Call, Answer> {
  readonly call: Call
  readonly answer: Answer
  readonly calledAt: number
  readonly answeredAt: number
}

/** The definition that a history is compared with: states are never changed, only replaced. */
export interface SerialModel<State, Call, Answer> {
  /** The state after the operation, or undefined when it could not have answered so in this state. */
  apply(state: State, call: Call, answer: Answer): State | undefined
  /** Equal for states that nothing can tell apart. */
  identify(state: State): string
}

/**
 * Whether the operations can have happened one after the other, each at a moment between its call and its answer: the history
 * is linearizable. Tries the orders that time allows and never the same state twice (Wing and Gong; Lowe).
 */
export function hasSerialOrder<State, Call, Answer>(
  model: SerialModel<State, Call, Answer>,
  initial: State,
  history: readonly Operation<Call, Answer>[],
): boolean {
  if (history.length > 52) throw new Error('a set of more operations does not fit into a number')
  const visited = new Set<string>()
  const isDone = (done: number, index: number) => Math.floor(done / 2 ** index) % 2 === 1

  const search = (state: State, done: number, count: number): boolean => {
    if (count === history.length) return true
    const name = `${done} ${model.identify(state)}`
    if (visited.has(name)) return false
    visited.add(name)
    let firstAnswer = Number.POSITIVE_INFINITY
    history.forEach(({ answeredAt }, index) => {
      if (!isDone(done, index)) firstAnswer = Math.min(firstAnswer, answeredAt)
    })
    return history.some(({ call, answer, calledAt }, index) => {
      // What was called only after another one was answered cannot have come before it.
      if (isDone(done, index) || calledAt > firstAnswer) return false
      const next = model.apply(state, call, answer)
      return next !== undefined && search(next, done + 2 ** index, count + 1)
    })
  }
  return search(initial, 0, 0)
}
