/** What the XML parser tells of a document while it passes; positions are indexes of the window. */

export interface XmlEvents {
  /** The innermost element's name is complete. */
  elementNamed(): void
  /** Behind the innermost element's start tag, content begins at `index`. */
  contentBegins(index: number): void
  /** The innermost element's end tag begins at `index`; `null` where it has no content. Its path is still open. */
  elementEnds(index: number | null): void
  /** The value of an attribute begins; its name is the innermost of the path. */
  attributeBegins(index: number): void
  attributeEnds(index: number): void
  /** A text begins, unless one is open already. */
  begin(index: number): void
  /** The next stretch of the text stands for itself. */
  plain(start: number, end: number): void
  /** The next stretch of the text means one character. */
  character(code: number, start: number, end: number): void
  /** Markup ends the text that is open, if any is. */
  end(): void
  /** The window ended; nothing from `index` on was read. */
  pause(index: number): void
}
