/** Runs one parser over a passing body: the frame that all formats share. */
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
}

/** The parser works on the rewriter's window; whoever made both hands them over here. */
export function inspectBody(rewriter: Rewriter, parser: BodyParser): BodyInspector {
  return {
    push(chunk) {
      if (chunk.length === 0) return []
      rewriter.window.append(chunk)
      parser.advance(false)
      return rewriter.take()
    },
    end() {
      parser.advance(true)
      rewriter.finish()
      return rewriter.take()
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
