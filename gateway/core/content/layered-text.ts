/** Reads a text in which a second layer of escapes showed, so that the name of its field speaks for both layers. */
import type { Finding, TextWindow } from '../pii/entity.ts'
import { KiB } from '../units.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { GivenText } from './given-text.ts'
import { completeLayered, weighEach } from './layered-findings.ts'
import type { TextFindings, TextReading } from './text-findings.ts'
import { type LayeredFinding, TextLayers } from './text-layers.ts'

/** A longer text's layers are not kept for the next body. */
const keptLayers = 64 * KiB

/** What the scan of the outer text came to, in indexes of what is shown. */
interface Scanned {
  decided: number
  found: readonly Finding[]
  reading: TextReading
  /** The text is read for the first time and to its end. */
  isShort: boolean
}

/** Serves the texts of one reader. */
export class LayeredText {
  isOpen = false
  readonly #editor: EntityEditor
  readonly #given: GivenText
  readonly #completer: TextFindings
  /** Null until a text has a second layer. */
  #layers: TextLayers | null = null

  constructor(editor: EntityEditor, parts: { given: GivenText; completer: TextFindings }) {
    this.#editor = editor
    this.#given = parts.given
    this.#completer = parts.completer
  }

  reset(): void {
    if (this.#layers !== null && this.#layers.size > keptLayers) this.#layers = null
  }

  /** What was decided before is the same in both layers: there are no escapes in it. */
  begin(view: TextWindow): void {
    const origin = this.#given.viewOrigin
    this.#layers ??= new TextLayers()
    this.#layers.begin(origin + view.start, origin + view.from)
    this.isOpen = true
  }

  /** What counts of both layers by now, and the index of the view from which on its bytes are still needed. */
  read(
    view: TextWindow,
    { decided, found, reading, isShort }: Scanned,
  ): { settled: LayeredFinding[]; needed: number } {
    const layers = this.#layers as TextLayers
    const origin = this.#given.viewOrigin
    const { analyzer } = this.#editor
    const known = this.#editor.knownHere?.found ?? null
    const settled = layers.read(view, { analyzer, origin, decided: origin + decided, found, known })
    weighEach(settled, (some) => this.#completer.weigh(some, reading))
    const needed = layers.floor - origin
    if (!isShort) return { settled, needed }
    // The text as a whole is read in the outer layer.
    const complete = (some: Finding[]) => this.#completer.completeWeighed(view, some, reading)
    return { settled: completeLayered(settled, origin, complete), needed }
  }
}
