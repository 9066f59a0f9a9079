/** Says in plain English what each reason of a finding means: what speaks for it, and what against. */

/**
 * One or two sentences for a stable code such as `luhn` or `country:DE`; what stands behind a colon is put in. A code
 * that nobody knows is shown as it is, since a reason must never be lost.
 */
export function explainReason(code: string): string {
  const own = sentences[code]
  if (own !== undefined) return own
  const colon = code.indexOf(':')
  const family = colon < 0 ? undefined : families[code.slice(0, colon)]
  return family === undefined ? code : family.replaceAll('{}', code.slice(colon + 1).replaceAll('_', ' '))
}

/** True where `explainReason` has words for it. */
export function isExplained(code: string): boolean {
  const colon = code.indexOf(':')
  return code in sentences || (colon > 0 && code.slice(0, colon) in families)
}

const sentences: Readonly<Record<string, string>> = {
  // Check digits and registries
  luhn: 'Its last digit is the right check digit (Luhn).',
  mod97: 'Its check digits are right (ISO 7064, mod 97).',
  'check-digits': 'Its check digits are right.',
  'check-digit': 'Its check digit is right.',
  'check-failed': 'Its check digits are wrong, as in a number that was mistyped.',
  checked: 'Its check digits are right.',
  'aba-check': 'Its check digit is that of a US bank.',
  crc32: 'Its checksum is right, as the service that gives such keys writes it.',
  tac: 'It begins like the number of a phone model (TAC).',
  'ssn-areas': 'Its groups are some that US social security numbers can have.',
  nanp: 'Area and exchange are some that North American phone numbers can have.',
  country: 'It names a country that exists.',
  'country-length': 'It has the length of such numbers in its country.',

  // Forms
  form: 'It is written as such numbers are.',
  length: 'It has a length that such numbers have.',
  series: 'Tickets and standards are written like it.',
  grouped: 'Its digits stand in groups, as people write them.',
  alone: 'It stands for itself, with nothing around it.',
  plus: 'It begins with a plus sign, as international phone numbers do.',
  mobile: 'It begins like a mobile number.',
  'trunk-zero': 'It begins with the zero of a national phone number.',
  'local-part': 'What stands before its @ can be a mailbox.',
  domain: 'What stands behind its @ can be a domain.',
  'dotted-quad': 'It is four numbers up to 255 with dots between them.',
  'ipv6-full': 'It is an IPv6 address written out.',
  'ipv6-shortened': 'It is an IPv6 address with `::` in it.',
  date: 'It is a date.',
  'date-time': 'It is a date with a time.',
  folded: 'It is written with digits or marks of another script.',
  'plus-blank': 'It is written as in a link, where a plus stands for a blank.',
  'cut-off': 'It breaks off before its end.',

  // Keys and secrets
  'pem-header': 'It begins with the header line of a private key.',
  'pem-footer': 'It ends with the footer line of a private key.',
  'ppk-header': 'It begins like a key file of PuTTY.',
  'age-header': 'It begins like a secret key of age.',
  'jwt-header': 'Its first part is the header of a signed token (JWT).',
  random: 'Its characters follow no pattern, as in a generated key.',
  userinfo: 'It names a user before its host.',
  password: 'A password stands in it.',
  credentials: 'It decodes to a name and a password.',

  // Names and words
  tagger: 'The model for free text reads it so.',
  context: 'Words beside it speak for it.',
  'elsewhere-in-body': 'The same value was recognised at another place of the same body.',
  'reads-like-name': 'The model for free text reads it as a name.',
  'words-of-name': 'Its words are none that things are called by, and its field is for a person.',
  'reads-unlike-name': 'The model for free text does not read it as the name of a person.',

  // Places
  'place:path': 'It stands in the path of an address, where numbers name what is asked for.',
}

const families: Readonly<Record<string, string>> = {
  iin: 'It begins like a card of {}.',
  'country-length': 'It has the length of accounts in {}.',
  country: 'It is a number of {}.',
  e164: 'It begins with the country code {}.',
  plan: 'It is written as phone numbers of {} are.',
  length: 'It has {} digits, as many as such numbers have.',
  form: 'It has the form {}.',
  format: 'It has the form of a key of {}.',
  word: 'A word beside it says so: {}.',
  title: 'A title stands before it: {}.',
  list: 'It is in a list: {}.',
  lexicon: 'It is in a list of words: {}.',
  code: 'It is a code of {}.',
  rule: 'It is written as a {} is.',
  'json-number':
    'It is a JSON number, which must stay one: where the rule says {}, its digits become nines, and no answer brings them back.',
  stem: 'It ends like a word for {}.',
  key: 'The name of its field says: {}.',
  veto: 'The name of its field says that it is something else: {}.',
  or: 'It may also be {}.',
  shape: 'It looks as such values do ({}).',
  place: 'It stands in the {}.',
}
