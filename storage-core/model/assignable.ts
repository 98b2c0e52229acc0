/**
 * The same fields, to be filled in one by one while an object is made. On the path of every request that is a few times
 * cheaper than spreading `{}` or `{ field }` into it, which gives each combination of fields a shape of its own.
 */
export type Assignable<T> = { -readonly [Name in keyof T]: T[Name] }
