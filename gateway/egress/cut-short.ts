/** What ends an exchange before its time: errors that carry the journal's words for it. */
import type { VerdictAction, VerdictReason } from '../core/journal.ts'

/** Thrown or passed to `abort` wherever a body, or the wait for one, must not go on. */
export abstract class CutShort extends Error {
  readonly action: VerdictAction
  readonly reason: VerdictReason

  constructor(
    verdict: { action: VerdictAction; reason: VerdictReason },
    what: string,
    options?: ErrorOptions,
  ) {
    super(what, options)
    this.name = new.target.name
    this.action = verdict.action
    this.reason = verdict.reason
  }
}

/** Thrown into a running upload to end it before the first byte of what must not leave. */
export class RefusedMidstream extends CutShort {
  constructor(reason: VerdictReason) {
    super({ action: 'refused-midstream', reason }, 'refused in the middle of the body')
  }
}

/** The client went away, or went silent, before its body ended. Nothing may be forwarded as complete. */
export class ClientGone extends CutShort {
  constructor(what: string, options?: ErrorOptions) {
    super({ action: 'fail', reason: 'client-gone' }, what, options)
  }
}

/** The client is still there, but its body comes slower than the least rate. */
export class TooSlow extends CutShort {
  constructor() {
    super({ action: 'fail', reason: 'too-slow' }, 'body below the least rate')
  }
}

/** So much is held of the bodies of all clients, or of this one's, that no more of this body can be. */
export class NoRoom extends CutShort {
  constructor() {
    super({ action: 'refuse', reason: 'busy' }, 'no room to hold the body')
  }
}

/** The destination sends more than an answer may be long. */
export class AnswerTooLarge extends CutShort {
  constructor() {
    super({ action: 'fail', reason: 'answer-too-large' }, 'answer beyond the limit')
  }
}
