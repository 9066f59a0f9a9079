/** Says whose country's numbers an office is likely to handle: its own, and those of the countries it deals with most. */
import { nationalNumbers } from './recognizers/national/numbers.ts'

/** Every country pack, by ISO 3166-1 code. */
export const packNames: readonly string[] = [...new Set(nationalNumbers.map(({ pack }) => pack))].sort()

/** `auto`: the office's country with its neighbours of use; `all`; or these very countries. */
export type PackChoice = 'auto' | 'all' | readonly string[]

/** The packs to switch on; null: all. An office that has not said where it is gets all of them. */
export function packsFor(choice: PackChoice, country: string | null): readonly string[] | null {
  if (choice === 'all' || (choice === 'auto' && country === null)) return null
  if (choice !== 'auto') return choice
  const own = country ?? ''
  return [...new Set([own, ...(neighbours[own] ?? []), ...everywhere])].filter((name) =>
    packNames.includes(name),
  )
}

/** Countries whose papers turn up in any office: much software, travel and work comes from there. */
const everywhere = ['US', 'GB']

/** Countries that share a border, a language or a labour market with it. */
const neighbours: Readonly<Record<string, readonly string[]>> = {
  AR: ['CL', 'BR'],
  AT: ['DE', 'CH', 'IT', 'SI', 'HU', 'CZ', 'SK', 'HR', 'RO', 'TR'],
  AU: ['NZ', 'SG', 'IN', 'PH', 'IE'],
  BE: ['NL', 'FR', 'LU', 'DE'],
  BG: ['RO', 'GR', 'TR', 'DE'],
  BR: ['PT', 'AR'],
  CA: ['FR', 'IN', 'PH'],
  CH: ['DE', 'FR', 'IT', 'AT', 'PT', 'ES'],
  CL: ['AR', 'ES'],
  CN: ['HK', 'TW', 'JP', 'KR', 'SG'],
  CY: ['GR', 'TR', 'BG'],
  CZ: ['SK', 'DE', 'PL', 'AT'],
  DE: ['AT', 'CH', 'FR', 'NL', 'BE', 'LU', 'PL', 'CZ', 'DK', 'IT', 'ES', 'TR', 'RO', 'HR', 'BG', 'GR', 'HU'],
  DK: ['SE', 'NO', 'DE', 'IS', 'PL'],
  EE: ['FI', 'LV', 'LT', 'SE'],
  ES: ['PT', 'FR', 'IT', 'RO', 'MX', 'AR', 'CL'],
  FI: ['SE', 'EE', 'NO'],
  FR: ['BE', 'LU', 'CH', 'DE', 'IT', 'ES', 'PT'],
  GB: ['IE', 'IN', 'PL', 'RO', 'FR', 'DE', 'ES', 'IT', 'PT', 'NG'],
  GR: ['CY', 'BG', 'DE', 'IT'],
  HK: ['CN', 'TW', 'SG'],
  HR: ['SI', 'HU', 'AT', 'DE', 'IT'],
  HU: ['AT', 'SK', 'RO', 'HR', 'SI', 'DE'],
  IE: ['GB', 'PL', 'FR', 'BR', 'IN'],
  IL: ['FR', 'RU', 'UA'],
  IN: ['SG', 'AU', 'CA'],
  IS: ['DK', 'NO', 'SE', 'PL'],
  IT: ['FR', 'CH', 'AT', 'SI', 'DE', 'RO', 'ES'],
  JP: ['KR', 'BR', 'PH'],
  KR: ['JP'],
  LT: ['LV', 'PL', 'EE'],
  LU: ['FR', 'BE', 'DE', 'PT'],
  LV: ['LT', 'EE'],
  MT: ['IT'],
  MX: ['ES'],
  NG: ['ZA'],
  NL: ['BE', 'DE', 'PL', 'TR', 'FR'],
  NO: ['SE', 'DK', 'PL', 'FI'],
  NZ: ['AU', 'IN', 'PH'],
  PH: ['SG', 'JP'],
  PK: ['IN'],
  PL: ['DE', 'CZ', 'SK', 'LT', 'NL', 'UA'],
  PT: ['ES', 'BR', 'FR'],
  RO: ['BG', 'HU', 'IT', 'DE', 'ES'],
  RU: ['UA', 'IL', 'DE'],
  SE: ['NO', 'DK', 'FI', 'DE', 'PL'],
  SG: ['IN', 'AU', 'PH', 'TH', 'JP'],
  SI: ['AT', 'IT', 'HR', 'HU', 'DE'],
  SK: ['CZ', 'HU', 'AT', 'PL'],
  TH: ['SG', 'JP'],
  TR: ['DE', 'NL', 'AT', 'GR', 'BG'],
  TW: ['CN', 'HK', 'JP'],
  UA: ['PL', 'RO', 'RU', 'DE'],
  US: ['CA', 'MX', 'IN', 'PH'],
  ZA: ['NG', 'IN'],
}
