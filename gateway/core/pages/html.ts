/** Makes HTML in which every inserted text is escaped, so that no host name or path can become markup. */

/** Markup that is safe to send; `html` makes it. Its private field keeps objects from posing as it. */
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

/**
 * For text and for attribute values in quotes (WHATWG HTML §13.3). Control and format characters become `\u{fffd}`: with
 * bidirectional overrides or zero widths a destination could look like another one (Unicode TR36 §3.2).
 */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
      /[\n\t]/.test(character) ? character : '\u{fffd}',
    )
}

function rendered(part: HtmlPart): string {
  if (part === null) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map((piece) => piece.text).join('')
}
