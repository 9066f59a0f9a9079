/** Sums up the numbers of single countries: each its own type, pooled over the countries that are promised. */
import type { BenchLine } from '../line.ts'
import { accuracyLine } from './figures.ts'
import type { Tally } from './judgement.ts'
import { countryOf, generalsOf, isNational } from './type-names.ts'

/** The European Union, and the countries that are promised beside it. */
const promised = new Set(
  (
    'AT BE BG HR CY CZ DK EE FI FR DE GR EL HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE ' +
    'UK US CA AU NZ IN SG JP KR BR MX ZA TR CH NO'
  ).split(' '),
)

/** Those of presidio-tests have a target; number plates are reported beside them. */
export function nationalLines(tallies: readonly Tally[]): BenchLine[] {
  const national = tallies.filter(({ type }) => isNational(type))
  const numbers = national.filter(({ type }) => !isPlate(type))
  const from = (source: string, isPromised: boolean) =>
    numbers.filter((tally) => tally.source === source && promised.has(countryOf(tally.type)) === isPromised)
  const sets = [
    { name: 'national-presidio-tests', own: from('presidio-tests', true), budget: '>= 0.95' },
    { name: 'national-presidio-tests-other-countries', own: from('presidio-tests', false), budget: null },
    { name: 'national-stdnumjs', own: from('stdnumjs', true), budget: null },
    { name: 'national-stdnumjs-other-countries', own: from('stdnumjs', false), budget: null },
    { name: 'national-plates', own: national.filter(({ type }) => isPlate(type)), budget: null },
  ]
  return sets
    .filter(({ own }) => own.some(({ wanted }) => wanted > 0))
    .map(({ name, own, budget }) => accuracyLine(name, own, { budget, by: 'type' }))
}

function isPlate(type: string): boolean {
  return generalsOf(type).includes('LICENSE_PLATE')
}
