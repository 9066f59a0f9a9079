/** The messages of devices: topics and shapes, checked before anything else looks at them. */
import { z } from 'zod'

/** `gatehouse/v1/<device>/<kind>`; a device publishes under its certificate's name only. */
export const publishedKinds = ['status', 'telemetry', 'event', 'posture'] as const
export type PublishedKind = (typeof publishedKinds)[number]

/** What the gateway tells a device: `stored` says up to which reading everything is on the disk. */
export const answeredKinds = ['stored'] as const

/** A series is a dotted path of lower-case words: `cpu.load`, `disk.root.used`. Units stand in the catalogue of series. */
export const seriesName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+){0,5}$/)
  .max(64)

export const maxSeriesPerReading = 64

/** A device may claim that it lost any number: more than it could have measured in thirty years would only spoil the sums. */
export const mostMissing = 1_000_000_000

/** What one telemetry message holds. */
export const readingSchema = z
  .strictObject({
    v: z.literal(1).default(1),
    /** When it was measured, milliseconds since 1970; left out: when it arrived. */
    at: z.int().min(0).optional(),
    /**
     * Names one unbroken spool of a device; `seq` counts in it from 1 without a gap. With both, a reading that is sent
     * again is stored once. Devices that keep no spool leave both out.
     */
    stream: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional(),
    seq: z.int().min(1).optional(),
    /** Readings of this stream before `seq` that the device had to throw away, as its spool was full. */
    lost: z.int().min(1).optional(),
    values: z.record(seriesName, z.number()).refine((values) => {
      const count = Object.keys(values).length
      return count >= 1 && count <= maxSeriesPerReading
    }, `expected 1 to ${maxSeriesPerReading} values`),
  })
  .refine(
    ({ stream, seq }) => (stream === undefined) === (seq === undefined),
    'stream and seq belong together',
  )

export type Reading = z.output<typeof readingSchema>

/** What a `status` message holds; the last will of a session says `offline`. */
export const statusSchema = z.strictObject({
  v: z.literal(1).default(1),
  state: z.enum(['online', 'offline']),
  agent: z
    .string()
    .regex(/^[\w.+-]{1,40}$/)
    .optional(),
})
export type StatusMessage = z.output<typeof statusSchema>

/** What `stored` carries: everything of `stream` up to and including `seq` outlives a power cut. */
export const storedSchema = z.strictObject({
  v: z.literal(1).default(1),
  stream: z.string().regex(/^[0-9a-f]{16}$/),
  seq: z.int().min(1),
})
export type StoredMessage = z.output<typeof storedSchema>

export function topicOf(device: string, kind: PublishedKind | (typeof answeredKinds)[number]): string {
  return `gatehouse/v1/${device}/${kind}`
}
