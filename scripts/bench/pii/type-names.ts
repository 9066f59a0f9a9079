/** Says which of our types a corpus means by a name of its own, and when a finding is of a label's class. */
import { type EntityDescription, entityTypes } from '../../../gateway/core/pii/entity.ts'

const ours: Readonly<Record<string, EntityDescription>> = entityTypes

/** What corpora call a type that has another name here. */
const aliases: Readonly<Record<string, string>> = {
  IP: 'IP_ADDRESS',
  MAC: 'MAC_ADDRESS',
  PHONE_NUMBER: 'PHONE',
  TR_PHONE_NUMBER: 'PHONE',
  PH_MOBILE_NUMBER: 'PHONE',
  SWIFT: 'BIC',
  CRYPTO: 'CRYPTO_WALLET',
  VIN: 'VEHICLE_ID',
  ROUTING_NUMBER: 'BANK_ROUTING',
  MEDICAL_ID: 'HEALTH_ID',
  EMPLOYEE_ID: 'CUSTOMER_ID',
  DOCTOR: 'PERSON',
  DIAGNOSIS: 'HEALTH',
  MEDICATION: 'HEALTH',
  ZIP: 'ADDRESS',
  STREET: 'ADDRESS',
  DE_PLZ: 'ADDRESS',
  UK_POSTCODE: 'ADDRESS',
  PESEL: 'PL_PESEL',
  NIP: 'PL_NIP',
  // Where the map is meant, not a pair of coordinates, there is no type of ours.
  LOCATION: 'PLACE',
}

/** Words in the name of a country's number → the general types that it is a kind of. Of several, the first that fits. */
const families: readonly (readonly [RegExp, readonly string[]])[] = [
  [/PASSPORT/, ['PASSPORT']],
  [/DRIV(ER|ING)/, ['DRIVER_LICENSE']],
  [/VEHICLE_REGISTRATION|LICENSE_PLATE|KFZ/, ['LICENSE_PLATE']],
  [/HEALTH|NHS|MBI|MEDICARE|HZZO/, ['HEALTH_ID']],
  [/NPI|LANR|BSNR/, ['HEALTH_ID', 'COMPANY_ID']],
  [/BANK|CBU|KONTONR/, ['BANK_ACCOUNT']],
  [/VAT|UID$|TVA|BTW|GSTIN|_NIT$|RUC|CVR|NIPT/, ['TAX_ID', 'COMPANY_ID']],
  [/HANDELSREGISTER|ORG|ACN|ABN|UEN|BRN|ICO$|BUSINESSID|REGISTRIKOOD|_UI$|_HP$/, ['COMPANY_ID', 'TAX_ID']],
  [
    /ITIN|_TIN$|TAX|PAN$|TFN|NIF|NIP$|IDNR|FISCAL|STEUER|INN$|RFC$|CUIT|UNP|NPWP|NUIT/,
    ['TAX_ID', 'NATIONAL_ID'],
  ],
  [/^/, ['NATIONAL_ID', 'TAX_ID']],
]

/** Our name of a corpus's type; the corpus's own where there is none. */
export function typeOf(corpusName: string): string {
  return aliases[corpusName] ?? corpusName
}

/** True where the product has the type, or the general one of a country's number. */
export function isKnown(type: string): boolean {
  return type in ours || generalsOf(type).length > 0
}

/** A country's own number: its name begins with the country's code. */
export function isNational(type: string): boolean {
  return type !== 'IP_ADDRESS' && /^[A-Z]{2}_/.test(type)
}

/** The general types: by our own table, or by the words of a name that we do not have. */
export function generalsOf(type: string): readonly string[] {
  const general = ours[type]?.kindOf
  if (general !== undefined) return [general]
  if (type in ours) return []
  return isNational(type) ? (families.find(([words]) => words.test(type))?.[1] ?? []) : []
}

/** In most countries one number of a person serves as both, and corpora call it one or the other. */
const personal = new Set(['NATIONAL_ID', 'TAX_ID'])

/** A VAT number is a company's, or a sole trader's tax number. */
const companies = new Set(['COMPANY_ID', 'TAX_ID', 'VAT_ID'])

/**
 * A finding is of a label's class where the types are equal or one is a kind of the other. A country's number under a
 * name that we do not have is of the class of that country's numbers of the same general type.
 */
export function isOfClass(found: string, label: string): boolean {
  if (found === label) return true
  const foundGenerals = generalsOf(found)
  const labelGenerals = generalsOf(label)
  if (foundGenerals.includes(label) || labelGenerals.includes(found)) return true
  if (label === 'VAT_ID') return companies.has(found) || foundGenerals.some((one) => companies.has(one))
  if (label === 'NATIONAL_ID' || label === 'TAX_ID') {
    return personal.has(found) || foundGenerals.some((one) => personal.has(one))
  }
  if (label in ours) return false
  if (!isNational(label)) return foundGenerals.some((general) => labelGenerals.includes(general))
  return countryOf(found) === countryOf(label) && foundGenerals.some((one) => labelGenerals.includes(one))
}

/** ISO 3166-1 reserves UK for the United Kingdom, whose code is GB. */
export function countryOf(type: string): string {
  if (!isNational(type)) return ''
  const code = type.slice(0, 2)
  return code === 'GB' ? 'UK' : code
}
