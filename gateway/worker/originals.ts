/** Hands originals over to control, which alone has a disk; they are sealed already. */
import type { OriginalFacts, OriginalKeeper, SealedOriginal, WhyNotKept } from '../core/original/original.ts'
import { MiB } from '../core/units.ts'
import { toBase64 } from '../core/worker/bytes.ts'
import type { ControlLink } from './link.ts'

/** Leaves, logins and tokens wait on the same line behind what control has not yet taken. */
const mostWaitingBytes = 8 * MiB

/** Where control is away they are not kept: nobody waits for this. */
export class WorkerOriginals implements OriginalKeeper {
  readonly #link: Pick<ControlLink, 'send' | 'waitingBytes'>

  constructor(link: Pick<ControlLink, 'send' | 'waitingBytes'>) {
    this.#link = link
  }

  keep(facts: OriginalFacts, { header, payload, mark }: SealedOriginal): boolean {
    if (this.#link.waitingBytes > mostWaitingBytes) {
      this.leave(facts, 'no-room')
      return false
    }
    const sealed = { header: toBase64(header), payload: toBase64(payload), mark }
    return this.#link.send({ kind: 'original', facts, sealed })
  }

  leave(facts: OriginalFacts, why: WhyNotKept): void {
    this.#link.send({ kind: 'original-left', facts, why })
  }
}
