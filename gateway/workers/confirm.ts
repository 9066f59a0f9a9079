/** Confirms to workers what they recorded, once it is on the disk: one write for all, as often as the journal is written. */
import type { CrewPorts } from './ports.ts'
import type { Slot } from './slot.ts'

export interface ConfirmOptions {
  ports: Pick<CrewPorts, 'journal' | 'clock'>
  slots: readonly Slot[]
  flushMs: number
}

export class Confirmation {
  readonly #options: ConfirmOptions
  #at = 0
  #isWriting = false

  constructor(options: ConfirmOptions) {
    this.#options = options
  }

  async giveWhereDue(): Promise<void> {
    const { ports, slots, flushMs } = this.#options
    if (this.#isWriting || ports.clock.monotonic() - this.#at < flushMs) return
    const waiting = slots.map((slot) => slot.desk.undurable()).filter((one) => one !== null)
    if (waiting.length === 0) return
    this.#isWriting = true
    try {
      if (await ports.journal.durable()) for (const one of waiting) one.done()
    } finally {
      this.#at = ports.clock.monotonic()
      this.#isWriting = false
    }
  }
}
