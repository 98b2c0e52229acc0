import type { TransferSizes } from '../transfers/part-plan.ts'

/** Parts as small as the service takes, so that small files travel as large ones do. */
export const smallSizes: TransferSizes = { partsFromBytes: 250_000, partBytes: 102_400, copyPartsFromBytes: 250_000, copyPartBytes: 102_400, streamsPerFile: 4 }
