/** Keeps the file that says which workers run and by which salt they know persons, for the next control. */
import { createPersonHours, type PersonHours } from '../core/policy/persons.ts'
import { fromBase64, toBase64 } from '../core/worker/bytes.ts'
import { expectedOf, rollFileBeside } from './former.ts'
import type { CrewPorts, CrewSettings } from './ports.ts'
import { hashOf, type RollEntry, readRoll, writeRoll } from './roll.ts'
import type { Slot } from './slot.ts'

export class CrewRoll {
  /** Those of the control before this one that may still run. */
  readonly former: readonly RollEntry[]
  readonly salt: Buffer
  /** One loop is one loop, whichever worker it comes back to; a restart changes nothing for those that run. */
  readonly pseudonym: string
  readonly persons: PersonHours
  readonly #file: string
  readonly #log: CrewPorts['log']

  constructor(
    { folder, startedBy }: Pick<CrewSettings, 'folder' | 'startedBy'>,
    { random, log }: Pick<CrewPorts, 'random' | 'log'>,
  ) {
    this.#file = rollFileBeside(folder)
    this.#log = log
    const known = readRoll(this.#file)
    this.former = expectedOf(known)
    // Those that run count with the salt they have.
    const isKnown = this.former.length > 0 || startedBy === 'units'
    this.salt = known !== null && isKnown ? fromBase64(known.salt) : random(32)
    this.pseudonym = `gatehouse-${hashOf(this.salt).slice(0, 12)}`
    this.persons = createPersonHours({ salt: this.salt })
  }

  write(slots: readonly Slot[]): void {
    try {
      const workers = slots.flatMap(({ worker, candidate }) =>
        candidate === null || candidate.process === null
          ? []
          : [{ worker, ...candidate.process, secretHash: candidate.secretHash }],
      )
      writeRoll(this.#file, { salt: toBase64(this.salt), workers })
    } catch (error) {
      this.#log.event('worker.roll', {}, error)
    }
  }
}
