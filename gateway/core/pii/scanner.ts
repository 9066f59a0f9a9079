/** Finds personal data in a text: one pass over its bytes, asking recognizers only where an entity can be anchored. */
import { isRunByte, maxWordLead, runStart } from './anchor-words.ts'
import { anchorOf, isInSecret, nextAnchor } from './anchors.ts'
import { endsEscape } from './boundaries.ts'
import { isDigit, isLetter } from './bytes.ts'
import type { Finding, TextWindow } from './entity.ts'
import { isLocalByte, tiedAt } from './local-part.ts'
import { email } from './recognizers/email.ts'
import type { Recognizer, Trigger } from './recognizers/recognizer.ts'
import { TextView } from './text-view.ts'

export { passTrigger, triggerBytes } from './anchors.ts'

/** How many bytes left of `from` decide about what is found from there on. */
export const lookBehind = 96

/** One view serves all scans, which never overlap: bodies have many short texts, and a view has arrays. */
const text = new TextView()

/** Asks a fixed set of recognizers; keeps nothing of what it was shown. */
export class Scanner {
  readonly #atAt: readonly Recognizer[]
  readonly #atColon: readonly Recognizer[]
  readonly #atHyphen: readonly Recognizer[]
  readonly #atMixed: readonly Recognizer[]
  readonly #atWord: readonly Recognizer[]
  readonly #firmAtDigits: readonly Recognizer[]
  readonly #looseAtDigits: readonly Recognizer[]

  constructor(recognizers: readonly Recognizer[]) {
    const byTrigger = (trigger: Trigger) => recognizers.filter((one) => one.trigger === trigger)
    this.#atAt = byTrigger('at')
    this.#atColon = byTrigger('colon')
    this.#atHyphen = byTrigger('hyphen')
    this.#atMixed = byTrigger('mixed')
    this.#atWord = byTrigger('word')
    this.#firmAtDigits = byTrigger('digits').filter((one) => !one.yields)
    this.#looseAtDigits = byTrigger('digits').filter((one) => one.yields)
  }

  /**
   * Appends the findings that can be decided from `window.from` on, in order and without overlaps, and returns the
   * position up to which everything is decided: the `from` of the next call, when more bytes are at hand. Returns
   * `window.end` when the window is final. How a text is cut into windows never changes what is found.
   *
   * `clearUntil`: the caller has asked `passTrigger` up to here, and nothing can be anchored before.
   */
  scan(window: TextWindow, out: Finding[], clearUntil: number = window.from): number {
    const { end } = window
    let at = nextAnchor(window, clearUntil)
    if (at === end && window.final) return end
    text.open(window)
    while (at < end) {
      const found = this.#findAt(at)
      // Before the bytes end, anchors are taken on suspicion; what is found there waits until it is known to be one.
      if (text.starved || (found && !text.reaches(at + maxWordLead))) break
      if (found) {
        out.push(found)
        text.floor = found.end
        at = nextAnchor(window, found.end)
      } else at = nextAnchor(window, at + 1)
    }
    return window.final ? end : resumeAt(at)
  }

  #findAt(at: number): Finding | null {
    switch (anchorOf(text.bytes[at]!)) {
      case 'digits':
        return this.#findNumber(at)
      case 'at':
        return ask(this.#atAt, at)
      case 'colon':
        return ask(this.#atColon, at)
      case 'hyphen':
        return ask(this.#atHyphen, at)
      case 'foreign':
      case null:
        return null
    }
  }

  #findNumber(at: number): Finding | null {
    const isTied = isLetter(text.byte(at - 1)) && !endsEscape(text, at - 1)
    if (isTied) {
      const mixed = ask(this.#atMixed, at)
      if (mixed || text.starved) return mixed && preferAddress(mixed)
    }
    const secret = this.#findInRun(at)
    if (secret || isTied || text.starved) return secret
    const firm = ask(this.#firmAtDigits, at)
    if (firm || text.starved) return firm && preferAddress(firm)
    const loose = ask(this.#looseAtDigits, at)
    return loose && this.#settle(at, loose)
  }

  /** What the whole run is in which the digit at `at` stands. */
  #findInRun(at: number): Finding | null {
    if (this.#atWord.length === 0 || !isInSecret(text.window, at)) return null
    const start = Math.max(text.floor, runStart(text, at))
    return ask(this.#atWord, start)
  }

  /** A loose reading ends where a firm one begins: behind a phone number may stand a card over a mere space. */
  #settle(at: number, loose: Finding): Finding | null {
    for (let inner = at + 1; inner < loose.end; inner++) {
      if (!isDigit(text.byte(inner)) || isDigit(text.byte(inner - 1))) continue
      const firm = ask(this.#firmAtDigits, inner)
      if (text.starved) return null
      if (firm) return text.upTo(firm.start, () => ask(this.#looseAtDigits, at))
    }
    return preferAddress(loose)
  }
}

/** An entity may begin left of its anchor: step back to where the next one could, but not into what was found. */
function resumeAt(at: number): number {
  const farthest = Math.max(text.floor, at - maxWordLead)
  let position = at
  while (position > farthest && mayLead(text.byte(position - 1))) position--
  return position
}

function mayLead(byte: number): boolean {
  return isLocalByte(byte) || isRunByte(byte) || byte === 0x28 // (
}

function ask(candidates: readonly Recognizer[], at: number): Finding | null {
  for (const candidate of candidates) {
    const found = candidate.recognize(text, at)
    if (text.starved) return null
    if (found) return found
  }
  return null
}

/**
 * The e-mail address that a number is only a piece of, else the number: in `4111…@example.com` there is no card. Any mark
 * between them makes them two, as in `4111…|joe@example.com`: the address then begins behind the number.
 */
function preferAddress(number: Finding): Finding {
  const at = tiedAt(text, number.end)
  if (at < 0) return number
  const address = email.recognize(text, at)
  return address && address.start <= number.start ? address : number
}
