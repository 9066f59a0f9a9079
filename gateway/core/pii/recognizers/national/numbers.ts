/** Gathers the national numbers of all countries: of two that fit alike, the first is the better reading. */
import type { NationalNumber } from './description.ts'
import { africanNumbers } from './numbers/africa.ts'
import { alpineNumbers } from './numbers/alpine.ts'
import { balkanNumbers } from './numbers/balkans.ts'
import { balticNumbers } from './numbers/baltic.ts'
import { beneluxNumbers } from './numbers/benelux.ts'
import { britishNumbers } from './numbers/british-isles.ts'
import { centralEuropeanNumbers } from './numbers/central-europe.ts'
import { eastAsianNumbers } from './numbers/east-asia.ts'
import { easternNumbers } from './numbers/eastern-neighbours.ts'
import { frenchNumbers } from './numbers/france.ts'
import { germanNumbers } from './numbers/germany.ts'
import { chineseNumbers } from './numbers/greater-china.ts'
import { iberianNumbers } from './numbers/iberia.ts'
import { indonesianNumbers } from './numbers/indonesia.ts'
import { italianNumbers } from './numbers/italy.ts'
import { latinAmericanNumbers } from './numbers/latin-america.ts'
import { mediterraneanNumbers } from './numbers/mediterranean.ts'
import { nordicNumbers } from './numbers/nordic.ts'
import { northAmericanNumbers } from './numbers/north-america.ts'
import { oceanianNumbers } from './numbers/oceania.ts'
import { southAsianNumbers } from './numbers/south-asia.ts'

export const nationalNumbers: readonly NationalNumber[] = [
  ...germanNumbers,
  ...alpineNumbers,
  ...britishNumbers,
  ...frenchNumbers,
  ...beneluxNumbers,
  ...iberianNumbers,
  ...italianNumbers,
  ...mediterraneanNumbers,
  ...nordicNumbers,
  ...balticNumbers,
  ...centralEuropeanNumbers,
  ...balkanNumbers,
  ...northAmericanNumbers,
  ...latinAmericanNumbers,
  ...oceanianNumbers,
  ...southAsianNumbers,
  ...eastAsianNumbers,
  ...indonesianNumbers,
  ...africanNumbers,
  ...chineseNumbers,
  ...easternNumbers,
]
