/** Runs one parser over a passing body: the frame that all formats share. */
import { GatewayError } from '../errors.ts'
import { KiB } from '../units.ts'
import type { ContentInspector } from './inspector.ts'
import type { Rewriter } from './rewriter.ts'
import { atOnce, type Steps } from './steps.ts'
import type { ByteWindow } from './window.ts'

/** Reads the bytes at hand in a rewriter's window, edits, and settles what is decided. */
export interface BodyParser {
  /** `final`: the body ends where the window ends. Throws CONTENT_MALFORMED or CONTENT_LIMIT. */
  advance(final: boolean): void
  /** Work before which it cannot go on: once that is done, `advance` is called again with the same bytes. */
  readonly work?: Steps<void> | null
  /** Parts that were not looked into because their type is not understood; only multipart bodies have some. */
  readonly opaqueParts?: number
  /** True where nothing of the body was looked into. */
  readonly isUnread?: boolean
}

/** An inspector that can also tell of parts that it could not look into. */
export interface BodyInspector extends ContentInspector {
  /** As `push` and `end`, in steps where a long file is looked into. */
  pushInSteps(chunk: Uint8Array): Steps<readonly Uint8Array[]>
  endInSteps(): Steps<readonly Uint8Array[]>
  /** Parts of a multipart body that are of no understood type; 0 for every other format. */
  readonly opaqueParts: number
  /**
   * After `push` or `end` threw: the pieces that were decided before, and the rest as it came, not looked into, with its
   * offset in the body. Not for multipart bodies, whose parts hold bytes of their own.
   */
  abandon(): { decided: readonly Uint8Array[]; rest: Uint8Array; offset: number }
}

/**
 * The parser works on the rewriter's window; whoever made both hands them over here. `isKnown`: how the characters lie
 * in the bytes was told already, and the parser reads them so.
 */
export function inspectBody(rewriter: Rewriter, parser: BodyParser, isKnown = false): BodyInspector {
  return new WindowInspector(rewriter, parser, isKnown)
}

const nothing: readonly Uint8Array[] = []

/** Has the parser go on through all that is at hand, and does its work in between. */
export function* advanced(parser: BodyParser, final: boolean): Steps<void> {
  parser.advance(final)
  for (let work = parser.work; work; work = parser.work) {
    yield* work
    parser.advance(final)
  }
}

/** Of dense prose, or a list of numbers, a stretch takes some milliseconds. */
const stretch = 16 * KiB

/** The same of a body that is at hand whole: the parser, which reads alike however it comes, is shown more and more of it. */
export function* advancedInStretches(parser: BodyParser, window: ByteWindow): Steps<void> {
  const { end } = window
  try {
    for (let shown = stretch; shown < end; shown += stretch) {
      window.end = shown
      yield* advanced(parser, false)
      yield
    }
  } finally {
    window.end = end
  }
  yield* advanced(parser, true)
}

/** So many bytes tell whether a text is in a wide character set. */
const longestMark = 4

/** A class because one is made for each body: an object with accessors of its own takes ten times as long to make. */
class WindowInspector implements BodyInspector {
  readonly #rewriter: Rewriter
  readonly #parser: BodyParser
  #checked: boolean

  constructor(rewriter: Rewriter, parser: BodyParser, isKnown: boolean) {
    this.#rewriter = rewriter
    this.#parser = parser
    this.#checked = isKnown
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    return atOnce(this.pushInSteps(chunk))
  }

  end(): readonly Uint8Array[] {
    return atOnce(this.endInSteps())
  }

  *pushInSteps(chunk: Uint8Array): Steps<readonly Uint8Array[]> {
    if (chunk.length === 0) return nothing
    this.#rewriter.window.append(chunk)
    if (this.#check(false)) yield* advanced(this.#parser, false)
    return this.#rewriter.take()
  }

  *endInSteps(): Steps<readonly Uint8Array[]> {
    this.#check(true)
    yield* advanced(this.#parser, true)
    this.#rewriter.finish()
    return this.#rewriter.take()
  }

  abandon() {
    return { decided: this.#rewriter.take(), ...this.#rewriter.remainder() }
  }

  get changed(): boolean {
    return this.#rewriter.changed
  }

  get lengthKept(): boolean {
    return this.#rewriter.lengthKept
  }

  get refused(): boolean {
    return this.#rewriter.refused
  }

  get opaqueParts(): number {
    return this.#parser.opaqueParts ?? 0
  }

  /** False while too little is at hand to know the character set. */
  #check(final: boolean): boolean {
    const { bytes, end } = this.#rewriter.window
    if (this.#checked) return true
    if (end < longestMark && !final) return false
    refuseWide(bytes, end)
    this.#checked = true
    return true
  }
}

/**
 * In UTF-16 and UTF-32 no entity looks like one. They show by their byte order mark, or because ASCII at the beginning
 * of a text then has zeros between (RFC 4627 §3).
 */
export function refuseWide(bytes: Uint8Array, end: number): void {
  const marked =
    end >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
  let zero = false
  for (let i = 0; i < Math.min(end, longestMark); i++) if (bytes[i] === 0) zero = true
  if (marked || zero)
    throw new GatewayError('CONTENT_MALFORMED', { why: 'not in a character set that can be read' })
}
