import type { StoreStatus } from '../contract/store-status.ts'
import type { StoreAccess } from './hosts/store-host.ts'

/** Lines for the terminal that started the app, once the store is ready or has failed; undefined while it starts. */
export function storeReport(status: StoreStatus, access: StoreAccess | undefined): string | undefined {
  if (status.state === 'starting') return undefined
  const lines =
    status.state === 'ready'
      ? [
          'Ossia is running',
          `  Endpoint          ${status.url}`,
          `  Region            ${status.region}`,
          `  AccessKey ID      ${status.accessKeyId}`,
          `  AccessKey secret  ${access?.user.accessKeySecret ?? ''}`,
          `  Data folder       ${status.dataFolder}`,
          'Press Ctrl+C to stop, or quit the app.',
        ]
      : [
          `The local store could not be started: ${status.error.message} (${status.error.code})`,
          `  Data folder       ${status.dataFolder}`,
          'The window shows what can be done; --store-port=0 picks any free port, --store-data=FOLDER another data folder.',
        ]
  return lines.join('\n')
}
