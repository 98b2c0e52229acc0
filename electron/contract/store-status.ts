import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'

export const StoreStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({
    state: z.literal('ready'),
    /** `http://127.0.0.1:PORT` */
    url: z.string(),
    region: z.string(),
    accessKeyId: z.string(),
    dataFolder: z.string(),
  }),
  z.object({ state: z.literal('failed'), error: OssErrorWire, dataFolder: z.string() }),
])
export type StoreStatus = z.infer<typeof StoreStatus>
