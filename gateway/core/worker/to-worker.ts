/** What control says to a worker: all that a worker knows of the office, and nothing more. */
import { z } from 'zod'
import { machineStates, type Standing } from '../client/standing.ts'
import type { CertificateInForce } from '../device/devices-in-force.ts'
import type { LoginVerdict } from '../login/proxy-logins.ts'
import { ownPageFactsSchema } from '../pages/own-page-facts.ts'
import { entityTypeNames } from '../pii/entity.ts'
import { reviewNoticeSchema } from '../review/notice.ts'
import { permitSchema } from '../review/permit.ts'
import { tunnelPermitSchema } from '../review/tunnel-permit.ts'
import { maxHosts, maxLists } from '../trackers/host-table.ts'
import { troubleNoticeSchema } from '../trouble/notice.ts'
import { base64 } from './bytes.ts'

const ask = z.int().min(1)
const count = z.int().min(0)
/** Control is trusted with far more than the shape of what it made and checked itself. */
const checkedByControl = z.record(z.string(), z.unknown())

/** Why a leaf is refused whose key was made for a root that signs no more: with a new key it is to be asked for again. */
export const epochTurned = 'epoch-turned'

const loginVerdict = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('right'), mark: z.string() }),
  z.strictObject({ kind: z.literal('wrong') }),
  z.strictObject({ kind: z.literal('too-often'), retryAfterSeconds: count }),
  z.strictObject({ kind: z.literal('not-checked') }),
]) satisfies z.ZodType<LoginVerdict>

const standing = z.strictObject({
  machine: z.string().nullable(),
  state: z.enum(machineStates),
  groups: z.array(z.string()),
}) satisfies z.ZodType<Standing>

const certificate = z.strictObject({
  fingerprint: z.string().max(95),
  id: z.string().max(64),
  name: z.string().max(64),
}) satisfies z.ZodType<CertificateInForce>

export const toWorkerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('welcome'),
    /** By which all workers know a person again without naming anybody. */
    salt: base64(64),
    recordsMs: count,
    maxRecords: count,
  }),
  z.strictObject({
    kind: z.literal('settings'),
    number: count,
    options: checkedByControl,
    /** As the file of rules has it, and what its names refer to. */
    policy: z.strictObject({
      source: checkedByControl,
      context: checkedByControl,
      /** Whether free text is read for names; the model comes with the program. */
      prose: z.boolean(),
    }),
    leafCache: count,
    /** How long what may wait for control does while it is away. */
    returnMs: count,
  }),
  /** The hosts of all lists of trackers, for the settings that come next. `names`: of the lists, in their order. */
  z.strictObject({
    kind: z.literal('tracker-lists'),
    names: z.array(z.string().max(63)).max(maxLists),
    seed: z.strictObject({ high: z.int(), low: z.int() }),
    entries: base64(8 * maxHosts),
  }),
  /** The interception authority's generation now: leaves of another are good no more. */
  z.strictObject({ kind: z.literal('epoch'), number: count }),
  /** The keys of this month and, near its end, of the next: they die with it. */
  z.strictObject({
    kind: z.literal('keys'),
    months: z
      .array(
        z.strictObject({
          period: z.string().max(16),
          blindIndex: base64(64).nullable(),
          token: base64(64).nullable(),
        }),
      )
      .max(2),
  }),
  /** Of the proxy's own TLS face. */
  z.strictObject({
    kind: z.literal('certificate'),
    pair: z.strictObject({ cert: z.string(), key: z.string() }).nullable(),
  }),
  z.strictObject({ kind: z.literal('pages'), facts: ownPageFactsSchema.nullable() }),
  z.strictObject({
    kind: z.literal('leaf-made'),
    ask,
    certificateChain: z.string(),
    notBefore: z.number(),
    notAfter: z.number(),
    renewAt: z.number(),
    epoch: count,
  }),
  z.strictObject({
    kind: z.literal('leaf-refused'),
    ask,
    /** As the details of LEAF_REFUSED have it, or `epochTurned`. */
    why: z.string().max(64),
  }),
  /** Users of the proxy, each with the mark of its present password. */
  z.strictObject({ kind: z.literal('users'), marks: z.record(z.string(), z.string()) }),
  /** What the machines at these addresses count as, all of them anew; null: nobody watches them. */
  z.strictObject({
    kind: z.literal('machines'),
    standings: z.array(z.tuple([z.string(), standing])).nullable(),
  }),
  /** Certificates of devices that count now, all of them anew, and the roots that they come from. */
  z.strictObject({ kind: z.literal('devices'), roots: z.string(), certificates: z.array(certificate) }),
  z.strictObject({ kind: z.literal('machine-looked'), ask }),
  z.strictObject({ kind: z.literal('login-checked'), ask, verdict: loginVerdict }),
  /** What this worker signs the links of reviews with. */
  z.strictObject({ kind: z.literal('review-key'), key: base64(64) }),
  /** What people have said may pass, until when. */
  z.strictObject({
    kind: z.literal('permits'),
    permits: z.array(permitSchema),
    tunnels: z.array(tunnelPermitSchema),
  }),
  z.strictObject({ kind: z.literal('review-told'), ask, notice: reviewNoticeSchema }),
  z.strictObject({ kind: z.literal('trouble-told'), ask, notice: troubleNoticeSchema }),
  z.strictObject({ kind: z.literal('review-claimed'), ask, granted: z.boolean() }),
  z.strictObject({ kind: z.literal('kept'), ask, durable: z.boolean() }),
  z.strictObject({
    kind: z.literal('restored'),
    ask,
    values: z.array(
      z.strictObject({
        code: z.string(),
        type: z.enum(entityTypeNames),
        value: base64(1024 * 1024),
        undone: z.int().nullable(),
      }),
    ),
  }),
  /** Batches up to this one are durable: the worker may forget them. */
  z.strictObject({ kind: z.literal('records-kept'), batch: count }),
  z.strictObject({
    kind: z.literal('persons'),
    persons: z.array(z.strictObject({ way: z.string(), person: count, at: z.int().nullable() })),
  }),
  z.strictObject({ kind: z.literal('ping') }),
  z.strictObject({ kind: z.literal('drain') }),
])
export type ToWorker = z.infer<typeof toWorkerSchema>
