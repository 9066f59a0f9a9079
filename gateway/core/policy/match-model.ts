/** The `match` part of a rule: which destinations, clients, times and requests it is about. */
import { z } from 'zod'
import { isAddress, normalizeHost } from '../http/authority.ts'
import { isDeviceClient, isUserClient } from '../login/client-name.ts'
import { parseRange } from '../net/address.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is not a time of day: write it as "08:30"')

export const scheduleSchema = z
  .strictObject({
    days: z
      .array(z.enum(weekdays, { error: () => `is not a day: write ${weekdays.join(', ')}` }))
      .min(1)
      .describe('Days of the week.'),
    from: timeOfDay.describe('First minute, such as "08:00".'),
    to: timeOfDay.describe(
      'First minute after it, such as "18:00". Earlier than `from`: it lasts past midnight. The same: all day.',
    ),
  })
  .describe('A time of the week, in the time zone of the office.')

export type Schedule = z.infer<typeof scheduleSchema>

/** Where a request goes, as a rule names it. */
export const destinationPattern = z.string().refine(isDestination, {
  error: (issue) =>
    `${shown(issue.input)} is no destination: write a host name, "*.example.com" (its subdomains), an address, a range such as "203.0.113.0/24", or "group:name"`,
})

const client = z.string().refine((text) => isClient(text), {
  error: (issue) =>
    `${shown(issue.input)} is no client: write an address, a range such as "192.168.1.0/24", "user:name", "device:name", or "group:name"`,
})

const port = z.union([z.number().int().min(1).max(65535), z.string().regex(/^\d{1,5}-\d{1,5}$/)], {
  error: () => 'is no port: write a number such as 443, or a range such as "8000-8100"',
})

export const matchSchema = z.strictObject({
  destinations: list(destinationPattern).describe(
    'Host names, "*.example.com" for the subdomains of a name, addresses, CIDR ranges (for hosts that are named by address), or "group:name" of the catalogue.',
  ),
  clients: list(client).describe(
    'Addresses or CIDR ranges of clients, "user:name" for whoever logged in to the proxy, "device:name" for who shows it the certificate of that device, or "group:name" of the configuration.',
  ),
  ports: list(port).describe('Port numbers, or ranges such as "8000-8100".'),
  schedule: z
    .union([z.string(), scheduleSchema], {
      error: () => 'is no schedule: name one, or write { days, from, to }',
    })
    .optional()
    .describe('Name of a schedule, or { days, from, to }.'),
  methods: list(
    z.string().regex(/^[A-Z]{1,20}$/, 'is no method: write it in capitals, such as "POST"'),
  ).describe('Request methods.'),
  paths: list(z.string().max(500).regex(/^\//, 'is no path: it begins with "/", such as "/api/**"')).describe(
    'Paths without query: "*" stands for anything but "/", "**" for anything.',
  ),
  contentTypes: list(
    z
      .string()
      .max(200)
      .regex(
        /^[a-z0-9*.+-]+\/[a-z0-9*.+-]+$/,
        'is no media type: write it as "application/json" or "image/*"',
      ),
  ).describe('Media types of the request, without parameters; "*" stands for any run of characters.'),
})

export type Match = z.infer<typeof matchSchema>

/** True for `group:name`. */
export function isGroup(text: string): boolean {
  return /^group:[a-z0-9][a-z0-9-]{0,62}$/.test(text)
}

/** The name behind `group:`, or null where the text is no group. */
export function groupName(text: string): string | null {
  return isGroup(text) ? text.slice('group:'.length) : null
}

/** True for a host name, `*.name`, an address or a CIDR range. */
export function isHostPattern(text: string): boolean {
  if (text.startsWith('*.')) return normalizeHost(text.slice(2)) !== null && !isAddress(text.slice(2))
  return isRange(text) || (!text.includes('/') && normalizeHost(text) !== null)
}

/** True for an address or a CIDR range whose address is written in full: `10/8` is read differently by other programs. */
export function isRange(text: string): boolean {
  const slash = text.indexOf('/')
  return isAddress(slash === -1 ? text : text.slice(0, slash)) && parseRange(text) !== null
}

function isClient(text: string): boolean {
  return isGroup(text) || isRange(text) || isUserClient(text) || isDeviceClient(text)
}

function isDestination(text: string): boolean {
  return isGroup(text) || isHostPattern(text)
}

function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .min(1, 'is empty, so the rule would never apply: leave the key out to match everything')
    .optional()
}

function shown(input: unknown): string {
  return typeof input === 'string' ? `"${input.slice(0, 60)}"` : 'this'
}
