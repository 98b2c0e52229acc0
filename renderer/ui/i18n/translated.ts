/**
 * Shape of a catalogue in a language without plural forms: the keys of the English one, where `x_one` / `x_other` pairs
 * need the `x_other` form only.
 */
export type Translated<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translated<T[K]>
}
