/** What the page for trouble shows of one address's last minutes; it goes from control to the worker that shows it. */
import { z } from 'zod'
import { happenedSchema } from './happened.ts'
import { tunnelObstacles } from './obstacle.ts'

const obstacle = z.enum(tunnelObstacles)

export const troubleNoticeSchema = z.discriminatedUnion('state', [
  /** Too old, another's, or never was: all the same answer. */
  z.strictObject({ state: z.literal('unknown') }),
  /** Control, or its store, is away. */
  z.strictObject({ state: z.literal('away') }),
  /** Two machines claim the address, or its card made its own address up: nobody is shown what may be another's. */
  z.strictObject({ state: z.literal('unsure') }),
  /** Newest first: where to and when, nothing more. */
  z.strictObject({
    state: z.literal('listed'),
    rows: z.array(z.strictObject({ id: z.string(), host: z.string(), agoMs: z.number() })),
    /** Several users logged in from there, or a device showed its certificate: theirs are left out. */
    isShared: z.boolean(),
  }),
  z.strictObject({
    state: z.literal('told'),
    happened: happenedSchema,
    agoMs: z.number(),
    times: z.int(),
    /** Null where a tunnel may be asked for. */
    obstacle: obstacle.nullable(),
  }),
  /** Nobody is asked. */
  z.strictObject({ state: z.literal('barred'), obstacle }),
  /** It was asked for; the ticket shows the answer. */
  z.strictObject({ state: z.literal('asked'), ticket: z.string() }),
  /** The same was asked for already, by this client at this machine, and the ticket still lives. */
  z.strictObject({ state: z.literal('waiting'), host: z.string() }),
  z.strictObject({ state: z.literal('full') }),
])
export type TroubleNotice = z.infer<typeof troubleNoticeSchema>

/** Control's side. Nothing rejects. */
export interface TroubleWindow {
  list(address: string): Promise<TroubleNotice>
  look(id: string, address: string): Promise<TroubleNotice>
  /** Asks for a tunnel to where this exchange went. */
  ask(id: string, address: string): Promise<TroubleNotice>
}
