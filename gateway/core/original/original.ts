/** What an original is: a request's body as it came, of one that left changed, sealed to the owner alone for some hours. */
import { z } from 'zod'
import { maxMethodLength } from '../http/head-bounds.ts'
import { type EntityType, entityTypeNames, entityTypes } from '../pii/entity.ts'
import { isUnreadNote } from '../policy/file-notes.ts'
import { readLooked } from '../policy/looked.ts'
import { timeDigits, timedIdForm } from '../timed-id.ts'
import { removedParameters } from '../trackers/notes.ts'
import { dayMs, MiB, minuteMs } from '../units.ts'
import { base64 } from '../worker/bytes.ts'

/** No configuration allows a longer body: what is sealed of it still fits in one frame between a worker and control. */
export const mostOriginalBytes = 4 * MiB
/** So much of URL and fields goes along; age adds less than a thousandth. */
export const mostSealedBytes = mostOriginalBytes + MiB

/** Sealed to whom, and how long a body may be; all of it public, so that workers may have it. */
export interface OriginalTerms {
  /** The owner's age recipient, `age1…`. */
  recipient: string
  maxBodyBytes: number
}

export const whyNotKept = [
  /** It holds a kind of data that is never kept, whatever the rule did with it. */
  'never',
  /** Not all of it was looked into, so nobody knows whether it does. */
  'unread',
  /** Longer than `originals.maxBodyBytes`, or than what is handed over of body, URL and fields together. */
  'too-long',
  /** So long that it left while it was read: nobody had it whole. */
  'streamed',
  /** The disk is full or slow, or more comes than has room. */
  'no-room',
] as const
export type WhyNotKept = (typeof whyNotKept)[number]

/**
 * Why there is none, which of these two control alone knows. `not-written`: the folder or the key could not be written, for all the
 * room that there is. `missing`: it was kept, and its file is not on the disk any more.
 */
export const whyNone = [...whyNotKept, 'not-written', 'missing'] as const
export type WhyNone = (typeof whyNone)[number]

const time = z.int().min(0)

/** Without anything of the body; `types`: what was found anywhere in the request. */
export const originalFacts = z.strictObject({
  /** Of the exchange. */
  id: z.string().regex(timedIdForm),
  at: time,
  client: z.string().max(64),
  scheme: z.enum(['http', 'https']),
  /** As the journal writes it, as is the path. */
  destination: z.string().max(512),
  port: z.int().min(0).max(65_535),
  method: z.string().max(maxMethodLength),
  path: z.string().max(2048),
  types: z.array(z.enum(entityTypeNames)).max(entityTypeNames.length).readonly(),
  /** Of the body as it came. */
  bytes: time,
})
export type OriginalFacts = z.infer<typeof originalFacts>

/** Who hands over and who takes have one clock, which may have been set meanwhile. */
const mostAheadMs = minuteMs
/** So long may a request take to leave, and be told of when it has. */
const mostBehindMs = dayMs

/** False where no exchange that could be now has this id: a worker says both. */
export function couldBeNow({ id, at }: Pick<OriginalFacts, 'id' | 'at'>, now: number): boolean {
  if (!id.startsWith(`${timeDigits(at)}-`)) return false
  return at - now <= mostAheadMs && now - at <= mostBehindMs
}

/** `header ‖ payload` is an age file to the owner; `mark` knows the opened text again, and says nothing of it. */
export const sealedOriginal = z.strictObject({
  header: base64(512),
  payload: base64(mostSealedBytes),
  mark: z.string().regex(/^[0-9a-f]{64}$/),
})
export interface SealedOriginal {
  header: Uint8Array
  payload: Uint8Array
  mark: string
}

/** Takes what was sealed, or that it was not. No exchange waits for it, and nothing throws: the list says what became of it. */
export interface OriginalKeeper {
  /** False where nobody took it. */
  keep(facts: OriginalFacts, sealed: SealedOriginal): boolean
  /** For the list alone. */
  leave(facts: OriginalFacts, why: WhyNotKept): void
}

/** PCI DSS 4.0.1 §3.3.1: a security code is not stored after authorization, not even encrypted. */
const neverKept: ReadonlySet<EntityType> = new Set<EntityType>(['CARD_SECURITY_CODE'])

/**
 * GDPR Art. 9, secrets, security codes of cards, and what `reviews.never` of the policy names: what nobody may send as it
 * is needs no copy either. `types`: all that was found, whatever became of it.
 */
export function mayBeKept(types: readonly EntityType[], barred: ReadonlySet<EntityType>): boolean {
  return !types.some((type) => {
    const { class: kind } = entityTypes[type]
    return kind === 'special' || kind === 'secret' || neverKept.has(type) || barred.has(type)
  })
}

/**
 * True where no part of the request was left unread. `notes` and `looked` as the journal has them: free text of people
 * (health, belief) is looked for only where the rule does something with it, and a field that a rule keeps or empties is not,
 * nor is a tracking parameter that was taken out of the URL: the original has it.
 */
export function isReadWhole(notes: readonly string[], looked: string | undefined): boolean {
  const how = readLooked(looked)
  if (how === null || !how.has('prose') || how.has('fieldUnread')) return false
  return !notes.some(isUnreadNote) && removedParameters(notes) === 0
}

/** In the journal's notes; null: it was sealed and handed over. */
export function originalNote(why: WhyNotKept | null): string {
  return why === null ? 'original-sealed' : `original-not-kept:${why}`
}

const resendOf = 'resend-of:'

/** The note of a record that is no client's exchange: the owner sent the original of another one again. */
export function resendNote(original: string): string {
  return `${resendOf}${original}`
}

export function isResend({ notes }: { notes: readonly string[] }): boolean {
  return notes.some((note) => note.startsWith(resendOf))
}

/** Words for the ledger, which takes no sentences: a person's name may stand in those. */
export const showReasons = ['wrongly-changed', 'did-not-work', 'asked-for', 'incident'] as const
export type ShowReason = (typeof showReasons)[number]
