/** Knows the names of a document's sheets, bookmarks, tables and the like, and what each becomes wherever it is used. */
import type { BodyMemory } from '../content/body-memory.ts'
import type { Judge } from '../content/inspector.ts'
import { GatewayError } from '../errors.ts'
import { inspectText } from './inspect-text.ts'
import { NameMentions } from './name-mentions.ts'
import { shapedName } from './name-shape.ts'
import type { NameKind } from './named-things.ts'

/** Each is looked for in every attribute and formula; no honest document has as many that hold entities. */
const mostChanged = 100

export interface NamesOf {
  memory: BodyMemory
  /** Judges what stands at an offset in the document, unpacked. */
  judgeAt(offset: number): Judge
}

interface Name {
  readonly text: string
  readonly offset: number
  readonly kinds: Set<NameKind>
}

/** Names are the same in any case, as all programs have it. */
export class DocumentNames {
  refused = false
  #mentions: NameMentions | null = null
  readonly #of: NamesOf
  readonly #found = new Map<string, Name>()
  /** What each became, by its small letters. */
  readonly #settled = new Map<string, string>()
  readonly #taken = new Set<string>()
  #changed = 0

  constructor(of: NamesOf) {
    this.#of = of
  }

  /** A name stands at this offset; what it becomes is asked once all are known. */
  add(text: string, kind: NameKind, offset: number): void {
    const key = text.toLowerCase()
    const known = this.#found.get(key)
    if (known === undefined) this.#found.set(key, { text, offset, kinds: new Set([kind]) })
    else known.kinds.add(kind)
    this.#taken.add(key)
  }

  /** Asks the judge about the next names, as many as take a few milliseconds; false once all are settled. */
  settleSome(): boolean {
    let asked = 0
    for (const [key, name] of this.#found) {
      if (this.#settled.has(key)) continue
      if (asked++ === 50) return true
      this.#settle(key, name)
    }
    return false
  }

  /** Macros call sheets and ranges by their names, and nobody can read macros. @throws GatewayError CONTENT_MALFORMED */
  refuseMacros(hasMacros: boolean): void {
    if (hasMacros && this.#changed > 0) throw unwritable('its macros may use a name that would be replaced')
  }

  /** What is written in the place of the name `text`, which one that was not found before becomes now. */
  newOf(text: string, kind: NameKind, offset: number): string {
    const key = text.toLowerCase()
    if (!this.#settled.has(key)) {
      this.add(text, kind, offset)
      this.#settle(key, this.#found.get(key) as Name)
    }
    const settled = this.#settled.get(key) as string
    return settled.toLowerCase() === key ? text : settled
  }

  /** What a cell becomes that says the name of a column; null where it is none. */
  cellOf(text: string): string | null {
    const name = this.#found.get(text.toLowerCase())
    return name?.kinds.has('cell') === true ? this.newOf(text, 'cell', name.offset) : null
  }

  get hasCells(): boolean {
    return this.#found.values().some(({ kinds }) => kinds.has('cell'))
  }

  /** Where names stand that are replaced; null where none is. */
  get mentions(): NameMentions | null {
    return this.#mentions
  }

  #settle(key: string, { text, offset, kinds }: Name): void {
    const { judgeAt, memory } = this.#of
    const { text: standIn, refused } = inspectText(text, { judge: judgeAt(offset), memory })
    this.refused ||= refused
    if (standIn === text) {
      this.#settled.set(key, text)
      return
    }
    const shaped = shapedName({ old: text, standIn, kinds }, this.#taken)
    this.#taken.add(shaped.toLowerCase())
    this.#settled.set(key, shaped)
    this.#changed++
    if (this.#changed > mostChanged) throw unwritable('too many names in it would be replaced')
    this.#mentions ??= new NameMentions()
    this.#mentions.add(text, shaped)
  }
}

export function unwritable(why: string): GatewayError {
  return new GatewayError('CONTENT_MALFORMED', { format: 'file', why })
}
