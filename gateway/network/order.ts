/** What the watcher is told at its start. */
import { z } from 'zod'

const number32 = z.int().min(1).max(0xffff_ffff)
const routing = z.strictObject({ mark: number32, table: number32, priority: number32 })

export const watchOrder = z.strictObject({
  tools: z.strictObject({ nft: z.string().startsWith('/'), ip: z.string().startsWith('/') }),
  change: z.strictObject({
    trial: z.string().regex(/^[0-9a-f]{16}$/),
    routing,
    before: z.strictObject({ table: z.string(), routing, holdsMachines: z.boolean() }).nullable(),
  }),
  waitMs: z.int().min(0).max(3_600_000),
})

export type WatchOrder = z.output<typeof watchOrder>
