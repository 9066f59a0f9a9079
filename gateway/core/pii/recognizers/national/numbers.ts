/** Gathers the national numbers of all countries: of two that fit alike, the first is the better reading. */
import type { NationalNumber } from './description.ts'
import { americanNumbers } from './numbers/american.ts'
import { easternNumbers } from './numbers/eastern.ts'
import { germanNumbers } from './numbers/german.ts'
import { northernNumbers } from './numbers/northern.ts'
import { pacificNumbers } from './numbers/pacific.ts'
import { southernNumbers } from './numbers/southern.ts'
import { westernNumbers } from './numbers/western.ts'

export const nationalNumbers: readonly NationalNumber[] = [
  ...germanNumbers,
  ...westernNumbers,
  ...southernNumbers,
  ...northernNumbers,
  ...easternNumbers,
  ...americanNumbers,
  ...pacificNumbers,
]
