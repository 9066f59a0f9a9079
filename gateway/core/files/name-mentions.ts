/** Finds where formulas, links and fields use a name that is replaced, in any way of writing it, and replaces it there. */

/** Ways in which a name is written: what is done to its characters. */
const writings: readonly ((name: string) => string)[] = [
  (name) => name,
  // 'Joe''s sheet'!A1: ECMA-376-1 §18.17.2.2.
  (name) => name.replaceAll("'", "''"),
  // Table[it'[s'] me]: §18.17.6.
  (name) => name.replaceAll(/['[\]#@]/gu, "'$&"),
  // In addresses of links.
  (name) => encodeURIComponent(name.toWellFormed()),
  (name) => encodeURI(name.toWellFormed()),
  // Styles in OpenDocument, whose names stand for what people call them (part 3 §19.502).
  (name) =>
    name.replaceAll(/[^\p{L}\p{N}.-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`),
]

export class NameMentions {
  readonly #written = new Map<string, string>()
  #pattern: RegExp | null = null

  add(old: string, becomes: string): void {
    for (const writing of writings) {
      const key = writing(old).toLowerCase()
      if (!this.#written.has(key)) this.#written.set(key, writing(becomes))
    }
    this.#pattern = null
  }

  /** How often one is used in a text. */
  countIn(text: string): number {
    return [...text.matchAll(this.#patternOf())].length
  }

  /** The text with all of them replaced, and with what `rest` makes of what stands around them. */
  replacedIn(text: string, rest: (text: string) => string): string {
    let replaced = ''
    let at = 0
    for (const match of text.matchAll(this.#patternOf())) {
      const [mention] = match
      if (match.index > at) replaced += rest(text.slice(at, match.index))
      replaced += this.#written.get(mention.toLowerCase()) ?? ''
      at = match.index + mention.length
    }
    return at < text.length ? replaced + rest(text.slice(at)) : replaced
  }

  /** The longest first, each as a word of its own. */
  #patternOf(): RegExp {
    if (this.#pattern !== null) return this.#pattern
    const names = [...this.#written.keys()].sort((one, other) => other.length - one.length)
    const any = names.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&')).join('|')
    this.#pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${any})(?![\\p{L}\\p{N}_])`, 'giu')
    return this.#pattern
  }
}
