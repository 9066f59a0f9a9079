/** The side of originals that the owner sees: what is kept, taking one out still sealed, sending it again, and letting all go. */
import { timingSafeEqual } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import { originalMark, readOriginal } from '../core/original/content.ts'
import type { ShowReason } from '../core/original/original.ts'
import { isSameRequest } from '../core/original/same-request.ts'
import type { OriginalPage, OriginalView, ResendOutcome } from '../core/original/view.ts'
import { unlockBytes } from '../core/vault/locked.ts'
import type { KeptOriginal, LockedOriginal } from '../store/original-register.ts'
import type { Keeping } from './keep.ts'
import { removeAll, unpurged } from './remove-all.ts'
import { goesAt, type OriginalParts } from './room.ts'

/** Every method throws the STORE_ errors. */
export interface OriginalDesk {
  /** Newest first, those that were not kept, or are missing on the disk, among them. */
  list(query: { limit: number; before?: string }): Promise<OriginalPage>
  /** Null where there is none. */
  get(id: string): Promise<OriginalView | null>
  /**
   * An age file to the owner, which nothing here opens; the ledger notes it. `for`: why it is looked at, or that it is to be
   * sent again. Throws ORIGINAL_UNKNOWN, ORIGINAL_GONE, and ORIGINAL_DAMAGED as far as that shows without the owner's key.
   */
  take(id: string, what: { for: ShowReason | 'resend'; actor: LedgerActor }): Promise<Buffer>
  /**
   * `text`: what the age file held, as the owner opened it. Throws ORIGINAL_OTHER where it is anything else, or another request
   * than the list tells of, ORIGINAL_RESENT where it was sent before and `again` does not say that it is meant, and as `take`.
   */
  resend(id: string, text: Buffer, how: { again: boolean; actor: LedgerActor }): Promise<ResendOutcome>
  /**
   * How many were let go; their keys follow with the sweep that comes at the end of the hour, at the latest. Throws
   * ORIGINALS_UNPURGED where files or what the list says of them cannot be removed: the others are gone then, and noted as that.
   */
  purge(actor: LedgerActor): Promise<number>
}

interface DeskParts {
  keeping: Keeping
  /** Finds out whose files are missing on the disk. Never rejects. */
  look(): Promise<void>
  changed(): void
}

const seeList = 'See what there is with `gatehouse originals list`.'

export function createOriginalDesk(
  parts: OriginalParts,
  { keeping, look, changed }: DeskParts,
): OriginalDesk {
  const { register, keys, folder, ledger, clock, settings } = parts

  const untilOf = ({ hour }: KeptOriginal) => goesAt(hour, settings().hours)

  function viewOf(
    { worker: _worker, hour: _hour, locked: _locked, ...original }: KeptOriginal,
    until: number,
  ): OriginalView {
    return { ...original, until }
  }

  /** Known, kept, and its time is not over, whether a sweep came by or not. */
  function living(id: string): KeptOriginal & { locked: LockedOriginal } {
    const original = register.find(id)
    if (original === null) throw new GatewayError('ORIGINAL_UNKNOWN', {}, { hint: seeList })
    const { locked, why } = original
    if (locked === null) throw gone(why === 'missing' ? 'missing' : 'not-kept')
    if (settings().terms === null || untilOf(original) <= clock.now()) throw gone('over')
    return { ...original, locked }
  }

  return {
    async list({ limit, ...query }) {
      await look()
      const found = register.list({ ...query, limit: limit + 1 })
      const shown = found.slice(0, limit)
      return {
        originals: shown.map((original) => viewOf(original, untilOf(original))),
        next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
      }
    },
    async get(id) {
      await look()
      const original = register.find(id)
      return original === null ? null : viewOf(original, untilOf(original))
    },
    async take(id, what) {
      const { hour, locked } = living(id)
      const identity = keys.identityOf(hour)
      if (identity === null) throw gone('key-destroyed')
      const header = unlockBytes(locked.header, { identity, name: id })
      identity.destroy()
      if (header === null) throw damaged('header')
      const payload = await folder.read(id).catch((error: unknown) => {
        throw damaged('unread', error)
      })
      if (payload === null) {
        await look()
        throw gone('missing')
      }
      if (payload.length !== locked.sealedBytes) throw damaged('length')
      // What cannot be noted is not done.
      ledger.append({
        action: 'original.taken-out',
        actor: what.actor,
        subject: id,
        facts: { for: what.for },
      })
      return Buffer.concat([header, payload])
    },
    async resend(id, text, { again, actor }) {
      const original = living(id)
      const isSame = timingSafeEqual(Buffer.from(originalMark(text)), Buffer.from(original.locked.mark))
      const content = isSame ? readOriginal(text) : null
      // What was sealed and what the owner was shown came from a worker alike: only together do they say what is sent.
      if (content === null || !isSameRequest(content, original))
        throw new GatewayError(
          'ORIGINAL_OTHER',
          {},
          {
            hint: 'Nothing was sent. Send it with `gatehouse originals resend`, which opens it itself; where that says so, what was sealed is another request than the list tells of.',
          },
        )
      register.writing(() => {
        if (!register.claimResend(id, clock.now(), again)) throw resent()
        const { scheme } = original
        ledger.append({ action: 'original.resent', actor, subject: id, facts: { scheme, again } })
      })
      return parts.send(original, content)
    },
    purge: (actor) =>
      keeping
        .alone(async () => {
          await look()
          const removed = await removeAll(parts)
          const { kept, missing } = removed
          // Only then: the ledger says that they went.
          if (kept + missing > 0)
            ledger.append({ action: 'originals.purged', actor, subject: 'originals', facts: { kept } })
          const trouble = unpurged(removed)
          if (trouble !== null) throw trouble
          return kept
        })
        .finally(changed),
  }
}

const whyGone = {
  'not-kept': 'It was not kept; `gatehouse originals list` says why.',
  over: `Its hours are over. ${seeList}`,
  'key-destroyed': `Its key was destroyed with its hour. ${seeList}`,
  missing:
    'Its file is not on the disk any more. Where the ledger notes no purge of that time, see who can write to the data folder, and check that the disk is mounted and sound.',
} as const

function gone(reason: keyof typeof whyGone): GatewayError {
  return new GatewayError('ORIGINAL_GONE', { reason }, { hint: whyGone[reason] })
}

const whyDamaged = {
  header: 'What the database has of it was changed.',
  length: 'Its file on the disk was cut short, or something was added to it.',
  unread: 'Its file on the disk cannot be read.',
} as const

function damaged(reason: keyof typeof whyDamaged, cause?: unknown): GatewayError {
  const hint = `${whyDamaged[reason]} No key opens it, and it cannot be sent again; the others are not touched. Check the disk, and who can write to the data folder.`
  return new GatewayError('ORIGINAL_DAMAGED', { reason }, { hint, cause })
}

function resent(): GatewayError {
  return new GatewayError(
    'ORIGINAL_RESENT',
    {},
    { hint: 'Nothing was sent. Sent once more, it may do a thing twice; if that is meant, add --again.' },
  )
}
