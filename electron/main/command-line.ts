/** What the command line and the environment ask of a start. */
export interface StartOptions {
  /** Port of the local store, 0 for any free one; undefined leaves it to the settings. */
  readonly storePort: number | undefined
  /** Folder of the local store, undefined for the one in the user's data. */
  readonly storeData: string | undefined
  readonly storeRegion: string | undefined
  /** Start in the tray, as at login. */
  readonly hidden: boolean
  /** Print endpoint and key pair to the terminal that started the app. */
  readonly printStore: boolean
}

function switchValue(args: readonly string[], name: string): string | undefined {
  const prefix = `--${name}=`
  const inline = args.findLast((argument) => argument.startsWith(prefix))
  if (inline !== undefined) return inline.slice(prefix.length)
  const index = args.lastIndexOf(`--${name}`)
  const next = index === -1 ? undefined : args[index + 1]
  return next?.startsWith('-') === true ? undefined : next
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return undefined
  const port = Number(text)
  return port <= 65_535 ? port : undefined
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

/**
 * Reads `--store-port`, `--store-data`, `--store-region`, `--hidden` and `--print-store`, and the environment's OSSIA_PORT, OSSIA_DATA
 * and OSSIA_REGION behind them. A port that is none is left to the settings. The secret has no switch: other users of a
 * machine can read command lines.
 */
export function parseStartOptions(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): StartOptions {
  return {
    storePort: parsePort(switchValue(args, 'store-port') ?? environment['OSSIA_PORT']),
    storeData: nonEmpty(switchValue(args, 'store-data') ?? environment['OSSIA_DATA']),
    storeRegion: nonEmpty(switchValue(args, 'store-region') ?? environment['OSSIA_REGION']),
    hidden: args.includes('--hidden'),
    printStore: args.includes('--print-store'),
  }
}
