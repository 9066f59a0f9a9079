/** What a judge is told of an exchange before anything is found in it. */
import type { Room } from '../content/inspector.ts'
import type { EntityType } from '../pii/entity.ts'
import type { StandIns } from '../pii/tokens/stand-ins.ts'
import type { BlindIndex } from '../ports.ts'
import type { CompiledPolicy } from './compile.ts'
import type { PersonCounter } from './persons.ts'
import type { ExchangeRule } from './verdict.ts'

export interface JudgeOptions {
  policy: CompiledPolicy
  rule: ExchangeRule
  destinationGroup: string
  blindIndex: BlindIndex
  /** Counts the hour; null where nobody does, so that only the exchange itself is bounded. */
  persons: PersonCounter | null
  /** Makes what needs a key; absent: that is masked instead. */
  standIns?: StandIns | undefined
  /** Most bytes that are held of a file in a body that is not held itself; absent: a MiB. */
  maxFileBytes?: number
  /** Counts what is held for files; absent: nobody does. */
  room?: Room
  /** Told of each field that a rule or a correction keeps or empties, whatever it holds; absent: nobody asks why. */
  fieldSettled?: ((path: string, order: 'keep' | 'drop') => void) | undefined
}

/** What is found in free text alone. */
export const typesOfProse: readonly EntityType[] = [
  'PERSON',
  'ADDRESS',
  'HEALTH',
  'BIOMETRIC',
  'RELIGION',
  'UNION',
  'ORIENTATION',
  'ORIGIN',
  'POLITICS',
]

/** Reading free text takes longer than all else together: only where anybody would act on what is found there. */
export function actsOnProse({ rule, policy: { corrections }, destinationGroup }: JudgeOptions): boolean {
  const denies = corrections.deniesValues(destinationGroup)
  return typesOfProse.some(
    (type) =>
      rule.operatorFor(type) !== 'keep' || (denies && corrections.knowsValues(type, destinationGroup)),
  )
}
