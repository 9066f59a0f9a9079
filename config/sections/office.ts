/** Who the office is: its name, whom to ask, which values are its own, and what its groups of machines are called. */
import { z } from 'zod'
import { clientMembers, hostName, line, networks } from '../kinds.ts'

/** The office's own values are never touched on their way out: they are its letterhead, not somebody's data. */
const identitySchema = z
  .strictObject({
    emails: z
      .array(
        line(254)
          .regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address')
          .overwrite((value) => value.toLowerCase())
          .meta({ 'x-expected': 'an e-mail address' }),
      )
      .max(10_000)
      .default([])
      .describe("The office's own and its staff's e-mail addresses."),
    emailDomains: z
      .array(hostName())
      .max(1000)
      .default([])
      .describe("Mail domains that belong to the office: every address in them is the office's own."),
    ibans: z
      .array(
        line(64)
          .overwrite((value) => value.replaceAll(/\s/g, '').toUpperCase())
          .refine(isIban, 'expected an IBAN whose check digits are right')
          .meta({ 'x-expected': 'an IBAN' }),
      )
      .max(1000)
      .default([])
      .describe("The office's own bank accounts (IBAN; spaces do not matter)."),
    phones: z
      .array(
        line(40)
          .regex(/^\+?[\d\s().\-/]{5,}$/, "expected a phone number in quotes, such as '+49 30 901820'")
          .meta({ 'x-expected': "a phone number in quotes, such as '+49 30 901820'" }),
      )
      .max(1000)
      .default([])
      .describe(
        "The office's own phone numbers, best in international form; in quotes, or YAML reads a number.",
      ),
    ipAddresses: networks()
      .default([])
      .describe("The office's own IP addresses and networks, as they may stand in what it sends."),
  })
  .prefault({})
  .describe("The office's own values: never masked, never counted as persons.")

export const officeSchema = z
  .strictObject({
    name: line(200).default('Our office').describe('What pages and reports call the office.'),
    host: hostName()
      .default('gatehouse.home.arpa')
      .describe(
        'The name under which the office reaches this gateway; browsers refuse passkeys on bare addresses.',
      )
      .meta({ 'x-restart': true }),
    contact: line(300)
      .default('')
      .describe(
        'Whom a person asks whose request was refused: a name, a number, a mail address. Shown on the refusal page.',
      ),
    timeZone: line(100)
      .refine(isTimeZone, 'expected a time zone such as Europe/Berlin')
      .nullable()
      .default(null)
      .describe("The office's time zone (IANA name) for schedules; null takes the machine's own."),
    country: z
      .string()
      .regex(/^[A-Za-z]{2}$/, 'expected a country of two letters (ISO 3166-1) such as DE')
      .overwrite((value) => value.toUpperCase())
      .nullable()
      .default(null)
      .describe(
        "The office's country (ISO 3166-1, two letters), by which `analysis.packs: auto` chooses; null: not said.",
      )
      .meta({ 'x-expected': 'a country of two letters such as DE' }),
    identity: identitySchema,
    clientGroups: z
      .record(
        z
          .string()
          .regex(
            /^[a-z0-9][a-z0-9-]{0,62}$/,
            'expected a group name of lower-case letters, digits and hyphens',
          ),
        clientMembers(),
      )
      .default({})
      .describe(
        'Groups of clients that policy rules name as `group:<name>`: each a list of networks, of `user:<name>` for users of the proxy, of `device:<name>` for devices that show the proxy their certificate, and of hardware addresses of network cards (which count where `clients.watch` is on). `gatehouse clients group` puts machines into a group as well, so that a list may be empty.',
      ),
  })
  .prefault({})
  .describe('Who the office is.')

/** ISO 13616: the first four characters move to the end, letters count from 10, and the whole is 1 modulo 97. */
function isIban(value: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(value)) return false
  let remainder = 0
  for (const character of value.slice(4) + value.slice(0, 4)) {
    const digit = Number.parseInt(character, 36)
    remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97
  }
  return remainder === 1
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}
