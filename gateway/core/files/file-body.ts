/** Reads a body that is a file while it passes: a document is looked into, of an image its metadata goes. */
import type { BodyParser } from '../content/body-inspector.ts'
import type { FileOrders, Judge } from '../content/inspector.ts'
import type { BodyEdits } from '../content/rewriter.ts'
import type { Steps } from '../content/steps.ts'
import { type ContentKind, contentKindOf, fileKindOf } from './file-kind.ts'
import { HeldRoom } from './held-room.ts'
import { type ImageStripper, stripperOf } from './metadata-image.ts'
import { type InspectedFile, inspectPackage } from './office.ts'

/** So many bytes tell what it is; longer marks have no file. */
const markLength = 16

const waiting = 0
const gathering = 1
const stripping = 2
const passing = 3

export interface FileReading {
  judge: Judge
  files: FileOrders
  /** `refuse`: what cannot be looked into is refused from its first byte on. */
  opaqueParts: 'pass' | 'refuse'
}

/** A document is held to its end, since that is where it says what it holds; a longer one passes as what is not read. */
export class FileParser implements BodyParser {
  opaqueParts = 0
  /** True where nothing of it was looked into. */
  isUnread = false
  /** A document that is at hand is looked into. */
  work: Steps<void> | null = null
  #looked: (InspectedFile & { file: Uint8Array }) | null = null
  readonly #edits: BodyEdits
  readonly #reading: FileReading
  /** What of a document is held until its end comes. */
  readonly #room: HeldRoom
  #state = waiting
  #stripper: ImageStripper | null = null

  constructor(edits: BodyEdits, reading: FileReading) {
    this.#edits = edits
    this.#reading = reading
    this.#room = new HeldRoom(reading.files)
  }

  advance(final: boolean): void {
    const { window } = this.#edits
    if (this.#state === waiting && (window.end >= markLength || final)) this.#begin()
    if (this.#state === gathering) this.#gather(final)
    if (this.#state === stripping) this.#strip(final)
    else if (this.#state === passing) this.#edits.settle(window.end, window.end)
    else this.#edits.settle(0, 0)
  }

  #begin(): void {
    const { files } = this.#reading
    const kind = fileKindOf(this.#edits.window.bytes.subarray(0, this.#edits.window.end))
    if (kind === 'package') {
      this.#state = gathering
      return
    }
    this.isUnread = true
    this.#count([contentKindOf(kind)])
    if (contentKindOf(kind) === 'image' && files.metadata === 'strip') {
      this.#stripper = stripperOf(kind, this.#edits)
      if (this.#stripper === null) files.told('metadata-kept')
    }
    this.#state = this.#stripper === null ? passing : stripping
  }

  #gather(final: boolean): void {
    const { window } = this.#edits
    const looked = this.#looked
    this.work = null
    if (looked !== null) this.#conclude(looked)
    else if (final) {
      this.work = this.#look(window.bytes.subarray(0, window.end))
      return
    } else if (window.end > this.#reading.files.maxFileBytes) {
      this.isUnread = true
      this.#count(['large'])
    } else {
      this.#room.takeUpTo(window.end)
      return
    }
    this.#room.letGo()
    this.#state = passing
  }

  *#look(file: Uint8Array): Steps<void> {
    this.#looked = { file, ...(yield* inspectPackage(file, this.#reading.judge)) }
  }

  #conclude({ file, body, refused, opaque, isUnread }: InspectedFile & { file: Uint8Array }): void {
    const { window } = this.#edits
    this.isUnread = isUnread === true
    if (refused) this.#edits.refuse(0)
    else if (body !== file) this.#edits.edit(0, window.end, body)
    this.#count(opaque)
  }

  #strip(final: boolean): void {
    this.#stripper?.advance(final)
    if (final && this.#stripper?.stripped === true) this.#reading.files.told('metadata-stripped')
  }

  #count(kinds: readonly ContentKind[]): void {
    if (kinds.length === 0) return
    this.opaqueParts += kinds.length
    for (const kind of new Set(kinds)) this.#reading.files.told(`opaque:${kind}`)
    if (this.#reading.opaqueParts === 'refuse') this.#edits.refuse(0)
  }
}
