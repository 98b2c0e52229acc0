import { z } from 'zod'

/**
 * A failure as it crosses a process border. `code` is its identity: one of OSS's codes, one of Ossia's own, or a code that
 * a remote service sent and Ossia does not know.
 */
export const OssErrorWire = z.object({
  code: z.string().max(200),
  message: z.string().max(20_000),
  /** HTTP status; 0 when no HTTP answer was involved. */
  status: z.number().int(),
  retryable: z.boolean(),
  requestId: z.string().max(200).optional(),
  /** The host that answered, as the service names itself. */
  hostId: z.string().max(300).optional(),
  ec: z.string().max(200).optional(),
  details: z.record(z.string(), z.string()).optional(),
})
export type OssErrorWire = z.infer<typeof OssErrorWire>
