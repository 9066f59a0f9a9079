/** Makes HTML in which every inserted text is escaped, so that no host name or path can become markup. */

/** Markup that is safe to send. Only `html` and `joinHtml` make it; the private field keeps strings from posing as it. */
export class Html {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  get text(): string {
    return this.#text
  }
}

export type HtmlPart = Html | string | number | null | readonly Html[]

/** Template tag: strings and numbers are escaped, `Html` is taken as it is, `null` is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = strings[0] as string
  parts.forEach((part, at) => {
    text += rendered(part) + strings[at + 1]
  })
  return new Html(text)
}

/** For text and for attribute values in double quotes (WHATWG HTML §13.3). */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(invisible, '\u{fffd}')
}

/**
 * Control characters and those that turn or hide text (bidirectional overrides, zero width): a destination named
 * with them could look like another one (Unicode TR36 §3.2). Line break and tab stay.
 */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu

function rendered(part: HtmlPart): string {
  if (part === null) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map((piece) => piece.text).join('')
}
