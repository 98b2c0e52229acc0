/** One thing that went wrong in a step. */
export interface Failure {
  readonly name: string
  /** Below the project; undefined for a step without files. */
  readonly file: string | undefined
  /** Of its error. */
  readonly lines: readonly string[]
}

/** What a step of `npm test` came to. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly failures: readonly Failure[]
  readonly secondTries: readonly Failure[]
}

/** The same with the step's name. */
export type NamedCounts = Counts & { readonly name: string }

/** One step of `npm test`. */
export interface Step {
  readonly name: string
  /** Part of `npm run check`. */
  readonly quick: boolean
  /** Only reads sources, and runs beside others that do. */
  readonly reads?: boolean
  readonly run: () => Promise<Counts>
}

/** What is read of vitest's JSON report. */
export interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests?: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages?: readonly string[] }[]
  }[]
}

export interface PlaywrightSpec {
  readonly title: string
  readonly file: string
  readonly tests: readonly { readonly status: string; readonly results: readonly { readonly errors: readonly { readonly message: string }[] }[] }[]
}

export interface PlaywrightSuite {
  readonly title?: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly PlaywrightSpec[]
}

/** What is read of Playwright's JSON report. */
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number }
  readonly suites?: readonly PlaywrightSuite[]
  readonly config?: { readonly rootDir?: string }
  readonly errors?: readonly { readonly message?: string; readonly location?: { readonly file: string } }[]
}
