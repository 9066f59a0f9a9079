/** Finds personal data in a text: one pass over its bytes, asking recognizers only where an entity can be anchored. */
import { anchorBehind } from './anchor-behind.ts'
import { isRunByte, maxWordLead, runStart } from './anchor-words.ts'
import { anchorOf, dateAt, isInSecret, nextAnchor } from './anchors.ts'
import { endsEscape } from './boundaries.ts'
import { isAlphanumeric, isDigit, isLetter } from './bytes.ts'
import type { Finding, TextWindow } from './entity.ts'
import { FoldedText, isFoldedNear, isPlusNear } from './folded-text.ts'
import { isLocalByte, tiedAt } from './local-part.ts'
import { formSets, formsOf } from './number-forms.ts'
import type { NumberShape } from './number-shape.ts'
import { email } from './recognizers/email.ts'
import type { Recognizer, Trigger } from './recognizers/recognizer.ts'
import { TextView } from './text-view.ts'

export { passTrigger, triggerBytes } from './anchors.ts'

/** How many bytes left of `from` decide about what is found from there on. */
export const lookBehind = 96
/** How many bytes behind it tell whether a position is an anchor, and of what. */
const anchorReach = 80
/** A date without marks: 19871224. */
const longestInDate = 8
/** From here on nobody else is asked; below, whoever is surest is right. */
const sure = 0.6

/** These serve all scans, which never overlap: bodies have many short texts, and a view has arrays. */
const view = new TextView()
const folded = new FoldedText(lookBehind)

/** Asks a fixed set of recognizers; keeps nothing of what it was shown. */
export class Scanner {
  readonly #atAt: readonly Recognizer[]
  readonly #atColon: readonly Recognizer[]
  readonly #atHyphen: readonly Recognizer[]
  readonly #atUnderscore: readonly Recognizer[]
  readonly #atMixed: readonly Recognizer[]
  readonly #atWord: readonly Recognizer[]
  readonly #atDate: readonly Recognizer[]
  readonly #firmAtDigits: ByForms
  readonly #looseAtDigits: ByForms

  constructor(recognizers: readonly Recognizer[]) {
    const byTrigger = (trigger: Trigger) => recognizers.filter((one) => one.trigger === trigger)
    this.#atAt = byTrigger('at')
    this.#atColon = byTrigger('colon')
    this.#atHyphen = byTrigger('hyphen')
    this.#atUnderscore = byTrigger('underscore')
    this.#atMixed = byTrigger('mixed')
    this.#atWord = byTrigger('word')
    this.#atDate = byTrigger('date')
    this.#firmAtDigits = byForms(byTrigger('digits').filter((one) => !one.yields))
    this.#looseAtDigits = byForms(byTrigger('digits').filter((one) => one.yields))
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
    const { floor = -1 } = window
    let at =
      floor >= window.from - 1 ? anchorBehind(window, floor, clearUntil) : nextAnchor(window, clearUntil)
    if (at === end && window.final) return end
    view.open(window)
    while (at < end) {
      // Before the bytes end, anchors are taken on suspicion: they wait until it is known what they are.
      if (!view.reaches(at + anchorReach)) break
      const found = this.#findAt(at)
      if (view.starved) break
      if (found) {
        out.push(found)
        view.floor = found.end
        at = anchorBehind(window, found.end, found.end)
      } else at = nextAnchor(window, at + 1)
    }
    if (window.floor !== undefined) window.floor = view.floor
    return window.final ? end : resumeAt(at)
  }

  /** What is anchored at `at`, read as it is written, or with other scripts' characters read as ASCII. */
  #findAt(at: number): Finding | null {
    const anchor = anchorOf(view.bytes[at]!)
    if (anchor !== 'foreign' && !isFoldedNear(view, at)) {
      const plain = this.#ask(view, at)
      return view.starved || !isPlusNear(view, at) ? plain : this.#preferInLink(at, plain)
    }
    const found = folded.find(view, at, (text, index) => this.#ask(text, index))
    if (found || view.starved || anchor === 'foreign') return found
    return this.#ask(view, at)
  }

  /** What is read where a plus is a blank, if that reaches farther: of `card+378282246310005` no plus is a phone number's. */
  #preferInLink(at: number, plain: Finding | null): Finding | null {
    const found = folded.findInLink(view, at, (text, index) => this.#ask(text, index))
    if (view.starved) return null
    // Of base64 the plus is a part.
    if (found === null || found.type === 'SECRET') return plain
    const isLonger = plain === null || found.end > plain.end
    return isLonger || (plain.type === 'PHONE' && found.end === plain.end) ? found : plain
  }

  #ask(text: TextView, at: number): Finding | null {
    switch (anchorOf(text.bytes[at]!)) {
      case 'digits':
        return this.#findNumber(text, at)
      case 'at':
        return surest(text, this.#atAt, at)
      case 'colon':
        return surest(text, this.#atColon, at)
      case 'hyphen':
        return surest(text, this.#atHyphen, at)
      case 'underscore':
        return surest(text, this.#atUnderscore, at)
      case 'foreign':
      case null:
        return null
    }
  }

  #findNumber(text: TextView, at: number): Finding | null {
    const isTied = isLetter(text.byte(at - 1)) && !endsEscape(text, at - 1)
    const mixed = isTied ? surest(text, this.#atMixed, at) : null
    if (text.starved || (mixed && mixed.score >= sure)) return mixed && this.#preferLonger(text, at, mixed)
    const shape = text.numberAt(at)
    const runEnd = shape.ends[0]!
    const date = isTied || runEnd - at > longestInDate ? 'no' : dateAt(text.window, at)
    const dated = date === 'no' ? null : surest(text, this.#atDate, at)
    if (dated || text.starved || date === 'only') return dated
    // Digits with nothing but marks around them are no secret.
    const isInRun = isTied || isAlphanumeric(text.byte(runEnd)) || isStep(text, at, runEnd)
    const secret = isInRun ? this.#findInRun(text, at) : null
    if (secret || isTied || text.starved) return surer(secret, mixed)
    return this.#findUntied(text, at, text.numberAt(at))
  }

  #findUntied(text: TextView, at: number, shape: NumberShape): Finding | null {
    const forms = formsOf(text, shape)
    const firm = surest(text, this.#firmAtDigits[forms]!, at)
    if (text.starved || (firm && firm.score >= sure)) return firm && preferAddress(text, firm)
    const loose = surest(text, this.#looseAtDigits[forms]!, at)
    if (text.starved) return null
    if (firm && surer(firm, loose) === firm) return preferAddress(text, firm)
    return loose && this.#settle(text, at, loose)
  }

  /** A token in whose midst what was found only happens to stand, or the address it begins. */
  #preferLonger(text: TextView, at: number, mixed: Finding): Finding {
    const goesOn = text.byte(mixed.end) === 0x2d || text.byte(mixed.end) === 0x5f
    const secret = goesOn ? this.#findInRun(text, at) : null
    return secret && secret.end > mixed.end ? secret : preferAddress(text, mixed)
  }

  /** What the whole run is in which the digit at `at` stands. */
  #findInRun(text: TextView, at: number): Finding | null {
    if (this.#atWord.length === 0 || !isInSecret(text.window, at)) return null
    const start = Math.max(text.floor, runStart(text, at))
    return surest(text, this.#atWord, start)
  }

  /** A loose reading ends where a surer one begins: behind a phone number may stand a card over a mere space. */
  #settle(text: TextView, at: number, loose: Finding): Finding | null {
    for (let inner = at + 1; inner < loose.end; inner++) {
      if (!isDigit(text.byte(inner)) || isDigit(text.byte(inner - 1))) continue
      const forms = formsOf(text, text.numberAt(inner))
      const firm = surest(text, this.#firmAtDigits[forms]!, inner)
      if (text.starved) return null
      if (firm && firm.score >= loose.score) {
        const limit = firm.start
        return text.upTo(limit, () => {
          const forms = formsOf(text, text.numberAt(at))
          return surest(text, this.#looseAtDigits[forms]!, at)
        })
      }
    }
    return preferAddress(text, loose)
  }
}

/** A step of a path, as the addresses to post to have. */
function isStep(text: TextView, at: number, runEnd: number): boolean {
  return text.byte(at - 1) === 0x2f && text.byte(runEnd) === 0x2f
}

/** Whom to ask about a number, by the set of its forms. */
type ByForms = readonly (readonly Recognizer[])[]

function byForms(recognizers: readonly Recognizer[]): ByForms {
  const lists = new Map<string, readonly Recognizer[]>()
  return Array.from({ length: formSets }, (_, forms) => {
    const asked = recognizers.filter((one) => one.forms === undefined || (one.forms & forms) !== 0)
    const key = asked.map((one) => recognizers.indexOf(one)).join()
    const known = lists.get(key) ?? asked
    lists.set(key, known)
    return known
  })
}

/**
 * An entity may begin left of its anchor, over single spaces, too: step back to where the next one could, but not into
 * what was found, nor into the midst of a word, which would then be read as another one.
 */
function resumeAt(at: number): number {
  const farthest = Math.max(view.floor, at - maxWordLead)
  let position = leadStart(at, farthest)
  while (position > farthest && view.byte(position - 1) === 0x20) {
    const start = leadStart(position - 1, farthest)
    if (start === farthest && farthest > view.floor) break
    position = start
  }
  return position
}

function leadStart(end: number, farthest: number): number {
  let position = end
  while (position > farthest && mayLead(view.byte(position - 1))) position--
  return position
}

/** A bracket before a number, the colon of a scheme, the quotes of a local part. */
const leads = new Set([0x28, 0x3a, 0x22])

function mayLead(byte: number): boolean {
  return isLocalByte(byte) || isRunByte(byte) || leads.has(byte)
}

/** What the first recognizer finds that is sure, else the surest; of equals the first. */
function surest(text: TextView, candidates: readonly Recognizer[], at: number): Finding | null {
  let best: Finding | null = null
  for (const candidate of candidates) {
    const found = candidate.recognize(text, at)
    if (text.starved) return null
    if (found && found.score >= sure) return found
    best = surer(best, found)
  }
  return best
}

function surer(one: Finding | null, other: Finding | null): Finding | null {
  if (one === null || other === null) return one ?? other
  return other.score > one.score ? other : one
}

/**
 * The e-mail address that a number is only a piece of, else the number: in `4111…@example.com` there is no card. Any mark
 * between them makes them two, as in `4111…|joe@example.com`: the address then begins behind the number.
 */
function preferAddress(text: TextView, number: Finding): Finding {
  const at = tiedAt(text, number.end)
  if (at < 0) return number
  const address = email.recognize(text, at)
  return address && address.start <= number.start ? address : number
}
