import { z } from 'zod'
import { ProfileId } from './addresses.ts'

/** Who goes first when streams of a connection are scarce. */
export const TransferPriority = z.enum(['high', 'normal', 'low'])
export type TransferPriority = z.infer<typeof TransferPriority>

/** A time of day, in minutes since midnight by this computer's clock. */
const MinuteOfDay = z.number().int().min(0).max(1439)
/** When transfers may run; over midnight when it ends before it begins. */
export const TransferHours = z.strictObject({ fromMinute: MinuteOfDay, toMinute: MinuteOfDay })
export type TransferHours = z.infer<typeof TransferHours>

/** What may move over one connection; null for what is not limited. */
export const ConnectionLimits = z.strictObject({
  profileId: ProfileId,
  bytesPerSecond: z.number().int().min(1024).max(100_000_000_000).nullable(),
  /** Requests with bodies at once. */
  streams: z.number().int().min(1).max(64).nullable(),
})
export type ConnectionLimits = z.infer<typeof ConnectionLimits>

/** What holds for transfers as long as nobody changes it. */
export const TransferRules = z.object({
  /** Null for at any time. */
  hours: TransferHours.nullable(),
  /** Only connections with a limit. */
  connections: z.array(ConnectionLimits),
})
export type TransferRules = z.infer<typeof TransferRules>

/** Bytes a second that may move; null for no limit. */
export const SpeedLimit = z.number().int().min(1024).max(100_000_000_000).nullable()
