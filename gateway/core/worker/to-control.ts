/** What a worker may say to control: each frame is one of these, or the worker is cut off. */
import { z } from 'zod'
import { maxPasswordLength } from '../login/basic.ts'
import { entityTypeNames } from '../pii/entity.ts'
import { maxReviewId } from '../review/link.ts'
import { base64 } from './bytes.ts'

/** Grows with each change of the frames: an older worker is replaced, not guessed at. */
export const protocolVersion = 8

const ask = z.int().min(1)
const count = z.int().min(0)
const id = z.string().min(1).max(64)
const code = z.string().min(1).max(64)

/** The first frame, and the only one that a stranger may send. */
export const helloSchema = z.strictObject({
  kind: z.literal('hello'),
  protocol: z.int(),
  worker: z.string().regex(/^[a-z0-9-]{1,32}$/),
  secret: base64(64),
  processId: z.int().min(1),
  /** Where it listens already, as one does that outlived an earlier control. */
  listening: z
    .strictObject({
      host: z.string().max(64),
      port: z.int().min(1).max(65_535),
      transparentPort: z.int().min(1).max(65_535).nullable(),
    })
    .nullable(),
})
export type Hello = z.infer<typeof helloSchema>

const personSchema = z.strictObject({
  way: z.string().max(2048),
  person: count,
  /** Null: taken back, since the exchange did not leave. */
  at: z.int().nullable(),
})

const tokenSchema = z.strictObject({
  code,
  type: z.enum(entityTypeNames),
  period: z.string().max(16),
  value: base64(1024 * 1024),
  undone: z.int().nullable(),
})

export const toControlSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('listening'),
    host: z.string().max(64),
    port: z.int().min(1).max(65_535),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    code: z.enum(['PORT_IN_USE', 'PORT_FORBIDDEN', 'TRANSPARENT_UNAVAILABLE', 'POLICY_INVALID', 'INTERNAL']),
  }),
  /** The settings of this number are in force. */
  z.strictObject({ kind: z.literal('applied'), settings: count }),
  z.strictObject({
    kind: z.literal('leaf'),
    ask,
    host: z.string().max(512),
    publicKey: base64(256),
    /** The generation that the key was made for. */
    epoch: count,
  }),
  z.strictObject({
    kind: z.literal('register'),
    exchange: z.strictObject({ id, client: z.string().max(64), destinationGroup: z.string().max(512) }),
  }),
  z.strictObject({ kind: z.literal('release'), id }),
  z.strictObject({ kind: z.literal('keep'), ask, id, tokens: z.array(tokenSchema).max(20_000) }),
  z.strictObject({ kind: z.literal('restore'), ask, id, codes: z.array(code).max(20_000) }),
  /** Whether a password is a user's: hashes stay with control. */
  z.strictObject({
    kind: z.literal('login'),
    ask,
    user: z.string().max(1024),
    password: z.string().max(maxPasswordLength),
    address: z.string().max(64),
  }),
  /** What stands behind the link or ticket of a review; or asks for one by its link. */
  z.strictObject({
    kind: z.literal('review'),
    ask,
    step: z.enum(['look', 'ask']),
    id: z.string().max(maxReviewId),
    address: z.string().max(64),
  }),
  /** What was done with an address's last minutes: a list, one of them, or a tunnel asked for. */
  z.strictObject({
    kind: z.literal('trouble'),
    ask,
    step: z.enum(['list', 'look', 'ask']),
    id: z.string().max(maxReviewId),
    address: z.string().max(64),
  }),
  /** Takes the single passage that a review allows. */
  z.strictObject({ kind: z.literal('review-claim'), ask, review: id }),
  /**
   * What a request was before it was changed, sealed to the owner; and that one was not kept. Checked as records are: what a
   * client wrote stands in them, and costs that original at most.
   */
  z.strictObject({ kind: z.literal('original'), facts: z.unknown(), sealed: z.unknown() }),
  z.strictObject({ kind: z.literal('original-left'), facts: z.unknown(), why: z.unknown() }),
  /** Somebody came from an address that nothing is known of. */
  z.strictObject({ kind: z.literal('machine'), ask, address: z.string().max(64) }),
  /** Each record is checked on its own, so that one that cannot be read costs none of the others. */
  z.strictObject({
    kind: z.literal('records'),
    batch: ask,
    records: z.array(z.unknown()).max(2000),
    dropped: count,
  }),
  z.strictObject({ kind: z.literal('persons'), persons: z.array(personSchema).max(5000) }),
  z.strictObject({
    kind: z.literal('fault'),
    where: z.string().regex(/^[\w.:-]{1,64}$/),
    name: z.string().regex(/^\w{1,64}$/),
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,63}$/)
      .nullable(),
    frames: z.array(z.string().max(300)).max(10),
  }),
  z.strictObject({
    kind: z.literal('pong'),
    connections: count,
    heldBytes: count,
    residentBytes: count,
    buffered: count,
  }),
  /** The last frame of a worker that was told to end. */
  z.strictObject({ kind: z.literal('drained') }),
])
export type ToControl = z.infer<typeof toControlSchema>
