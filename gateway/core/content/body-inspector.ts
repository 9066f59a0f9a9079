/** Runs one parser over a passing body: the frame that all formats share. */
import { GatewayError } from '../errors.ts'
import type { ContentInspector } from './inspector.ts'
import type { Rewriter } from './rewriter.ts'

/** Reads the bytes at hand in a rewriter's window, edits, and settles what is decided. */
export interface BodyParser {
  /** `final`: the body ends where the window ends. Throws CONTENT_MALFORMED or CONTENT_LIMIT. */
  advance(final: boolean): void
  /** Parts that were not looked into because their type is not understood; only multipart bodies have some. */
  readonly opaqueParts?: number
}

/** An inspector that can also tell of parts that it could not look into. */
export interface BodyInspector extends ContentInspector {
  /** Parts of a multipart body that are of no understood type; 0 for every other format. */
  readonly opaqueParts: number
  /**
   * After `push` or `end` threw: the pieces that were decided before, and the rest as it came, not looked into, with its
   * offset in the body. Not for multipart bodies, whose parts hold bytes of their own.
   */
  abandon(): { decided: readonly Uint8Array[]; rest: Uint8Array; offset: number }
}

const longestMark = 4

/** The parser works on the rewriter's window; whoever made both hands them over here. */
export function inspectBody(rewriter: Rewriter, parser: BodyParser): BodyInspector {
  let checked = false
  function check(final: boolean): boolean {
    checked ||= final || rewriter.window.end >= longestMark
    if (checked) refuseWide(rewriter.window.bytes, rewriter.window.end)
    return checked
  }
  return {
    push(chunk) {
      if (chunk.length === 0) return []
      rewriter.window.append(chunk)
      if (checked || check(false)) parser.advance(false)
      return rewriter.take()
    },
    end() {
      if (!checked) check(true)
      parser.advance(true)
      rewriter.finish()
      return rewriter.take()
    },
    abandon() {
      return { decided: rewriter.take(), ...rewriter.remainder() }
    },
    get changed() {
      return rewriter.changed
    },
    get lengthKept() {
      return rewriter.lengthKept
    },
    get refused() {
      return rewriter.refused
    },
    get opaqueParts() {
      return parser.opaqueParts ?? 0
    },
  }
}

/**
 * In UTF-16 and UTF-32 no entity looks like one. They show by their byte order mark, or because ASCII at the beginning
 * of a text then has zeros between (RFC 4627 §3).
 */
function refuseWide(bytes: Uint8Array, end: number): void {
  const marked =
    end >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
  const zero = bytes.subarray(0, Math.min(end, longestMark)).includes(0)
  if (marked || zero)
    throw new GatewayError('CONTENT_MALFORMED', { why: 'not in a character set that can be read' })
}
