/** Names kinds of personal data: the frequent ones by themselves, the many numbers of countries by what they have in common. */
import type { Exchange } from '../api/types.ts'
import type { I18n } from '../i18n/i18n.tsx'

export const namedTypes = [
  'EMAIL',
  'PHONE',
  'PERSON',
  'ADDRESS',
  'DATE_OF_BIRTH',
  'USERNAME',
  'IP_ADDRESS',
  'LOCATION',
  'CREDIT_CARD',
  'IBAN',
] as const satisfies readonly Exchange['findings'][number]['type'][]

type Named = (typeof namedTypes)[number]

/** `class` where it is known: `identifying data (DE_TAX_ID)` says more than the name that rules use. */
export function entityName(
  type: string,
  dataClass: Exchange['findings'][number]['class'] | undefined,
  t: I18n['t'],
): string {
  if ((namedTypes as readonly string[]).includes(type)) return t(`entity.${type as Named}`)
  return dataClass === undefined ? type : `${t(`class.${dataClass}`)} (${type})`
}
