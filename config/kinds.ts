/** The kinds of values a configuration holds: sizes, times, ports, networks, names; each says what it accepts. */
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { readHardware } from '../gateway/core/client/hardware.ts'
import { isDeviceClient, isUserClient } from '../gateway/core/login/client-name.ts'
import { dayMs, GiB, hourMs, KiB, MiB, minuteMs, secondMs } from '../gateway/core/units.ts'
import { parseRecipient } from '../gateway/core/vault/x25519.ts'

const sizeUnits = {
  b: 1,
  kb: 1000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: KiB,
  mib: MiB,
  gib: GiB,
} as const

const durationUnits = { ms: 1, s: secondMs, min: minuteMs, m: minuteMs, h: hourMs, d: dayMs } as const

/** A number of bytes: `1048576`, `1MiB`, `2.5 GiB`, `10MB` (decimal). */
export function bytes(bounds: { min: number; max: number }) {
  const expected = 'a size such as 512KiB, 1MiB or a number of bytes'
  return z
    .preprocess((value) => parseWithUnit(value, sizeUnits), boundedInteger(bounds, expected, 'bytes'))
    .meta({ 'x-unit': 'bytes', 'x-kind': 'bytes', 'x-expected': expected })
}

/** A length of time in milliseconds: `30000`, `30s`, `5min`, `1h`. */
export function duration(bounds: { min: number; max: number }) {
  const expected = 'a time such as 500ms, 30s, 5min or a number of milliseconds'
  return z
    .preprocess((value) => parseWithUnit(value, durationUnits), boundedInteger(bounds, expected, 'ms'))
    .meta({ 'x-unit': 'milliseconds', 'x-kind': 'duration', 'x-expected': expected })
}

/** A whole number of things; `unit` names the things. */
export function count(bounds: { min: number; max: number }, unit: string) {
  const expected = `a whole number (${unit}) from ${bounds.min} to ${bounds.max}`
  return boundedInteger(bounds, expected).meta({ 'x-unit': unit, 'x-expected': expected })
}

/** A TCP port. 0 lets the system choose (tests, `--try`). */
export function listenPort() {
  const expected = 'a port number from 0 (any free one) to 65535'
  return boundedInteger({ min: 0, max: 65535 }, expected).meta({ 'x-unit': 'port', 'x-expected': expected })
}

/** Ports of destinations. */
export function destinationPorts() {
  const expected = 'a port number from 1 to 65535'
  return z
    .array(boundedInteger({ min: 1, max: 65535 }, expected).meta({ 'x-expected': expected }))
    .max(1000)
    .meta({ 'x-unit': 'ports', 'x-expected': 'a list of ports such as [443, 8443]' })
}

/** True or false. */
export function flag() {
  return z.boolean('expected true or false').meta({ 'x-expected': 'true or false' })
}

/** Text for people: one line, no control characters. */
export function line(maxLength: number) {
  return z
    .string('expected text')
    .max(maxLength, `expected text of at most ${maxLength} characters`)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'expected text on one line, without control characters')
    .meta({ 'x-expected': 'text' })
}

/** Whom age seals to. */
export function ageRecipient() {
  return line(80)
    .refine(
      (text) => parseRecipient(text) !== null,
      'expected an age recipient: age1… (age-keygen prints one)',
    )
    .meta({ 'x-expected': 'an age recipient: age1…' })
}

/** A file or folder. Relative ones count from the configuration file's folder (see `resolvePaths`). */
export function path() {
  return z
    .string('expected a path')
    .min(1, 'expected a path, found empty text')
    .max(4096, 'expected a path of at most 4096 characters')
    .regex(/^[^\0]*$/, 'expected a path without zero bytes')
    .meta({ 'x-kind': 'path', 'x-expected': 'a path' })
}

/** Networks: `10.0.0.0/8`, `fd00::/8`; a lone address means that one. */
export function networks(maxLength = 1000) {
  const expected = 'a network such as 192.168.1.0/24 or an address'
  return z
    .array(
      z
        .string(`expected ${expected}`)
        .refine(isNetwork, `expected ${expected}`)
        .overwrite(withPrefixLength)
        .meta({ 'x-expected': expected }),
    )
    .max(maxLength)
    .meta({ 'x-unit': 'networks (CIDR)', 'x-expected': 'a list of networks such as [192.168.1.0/24]' })
}

/** Members of a group of clients: networks, users of the proxy as `user:name`, devices as `device:name`, and machines by their network cards. */
export function clientMembers(maxLength = 1000) {
  const expected =
    'a network such as 192.168.1.0/24, an address, user:name, device:name, or a network card such as 00:1b:63:84:45:e6'
  return z
    .array(
      z
        .string(`expected ${expected}`)
        .refine(
          (value) =>
            isNetwork(value) || isUserClient(value) || isDeviceClient(value) || readHardware(value) !== null,
          `expected ${expected}`,
        )
        .overwrite((value) => (isNetwork(value) ? withPrefixLength(value) : (readHardware(value) ?? value)))
        .meta({ 'x-expected': expected }),
    )
    .max(maxLength)
    .meta({
      'x-unit': 'networks (CIDR), user:name, device:name or network cards',
      'x-expected':
        'a list of networks such as [192.168.1.0/24], of user:name, of device:name and of network cards',
    })
}

/** Networks or host names. */
export function networksOrHosts(maxLength = 1000) {
  const expected = 'a network such as 192.168.1.0/24, an address, or a host name'
  return z
    .array(
      z
        .string(`expected ${expected}`)
        .refine((value) => isNetwork(value) || isHostName(value), `expected ${expected}`)
        .overwrite((value) => (isNetwork(value) ? withPrefixLength(value) : value.toLowerCase()))
        .meta({ 'x-expected': expected }),
    )
    .max(maxLength)
    .meta({ 'x-unit': 'networks (CIDR) or host names', 'x-expected': 'a list of networks or host names' })
}

/** An address without prefix length. */
export function address() {
  const expected = 'an IP address such as 192.168.1.2 or ::1'
  return z
    .string(`expected ${expected}`)
    .refine((value) => ipaddr.isValid(value) && isPlainAddress(value), `expected ${expected}`)
    .meta({ 'x-expected': expected })
}

/** The address (or name) a listener binds to. */
export function listenHost() {
  const expected = 'an address of this machine such as 127.0.0.1, 0.0.0.0 (all) or ::'
  return z
    .string(`expected ${expected}`)
    .refine((value) => isPlainAddress(value) || isHostName(value), `expected ${expected}`)
    .meta({ 'x-expected': expected })
}

/** A host name in lower case, ASCII (internationalised names in their `xn--` form). */
export function hostName() {
  const expected = 'a host name such as api.example.com'
  return z
    .string(`expected ${expected}`)
    .refine(isHostName, `expected ${expected}`)
    .overwrite((value) => value.toLowerCase())
    .meta({ 'x-expected': expected })
}

/** A host name, or `*.` and a host name for everything below it, or an address. */
export function hostPattern() {
  const expected = 'a host name, *.example.com for everything below it, or an address'
  return z
    .string(`expected ${expected}`)
    .refine(
      (value) => isHostName(value.replace(/^\*\./, '')) || isPlainAddress(value),
      `expected ${expected}`,
    )
    .overwrite((value) => value.toLowerCase())
    .meta({ 'x-expected': expected })
}

/** True for `10.0.0.0/8`, `fd00::/8` and lone addresses. */
export function isNetwork(value: string): boolean {
  if (!value.includes('/')) return isPlainAddress(value)
  // ipaddr.js also takes `10/8` and hexadecimal parts, which other programs read differently: refuse what is ambiguous.
  return isPlainAddress(value.slice(0, value.indexOf('/'))) && ipaddr.isValidCIDR(value)
}

/** RFC 1123 §2.1 letters, digits and hyphens; underscores too, since real resolvers serve them. */
export function isHostName(value: string): boolean {
  return (
    value.length <= 253 &&
    /^(?=.*[a-z])[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i.test(
      value,
    )
  )
}

function isPlainAddress(value: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(value) || (value.includes(':') && ipaddr.IPv6.isValid(value))
}

function withPrefixLength(value: string): string {
  if (value.includes('/')) return value.toLowerCase()
  return value.includes(':') ? `${value.toLowerCase()}/128` : `${value}/32`
}

/** `expected` says the bounds itself, unless a unit was spelled: then they are added. */
function boundedInteger(bounds: { min: number; max: number }, expected: string, spelled = '') {
  const message = `expected ${expected}`
  return z
    .int(message)
    .min(bounds.min, spelled === '' ? message : `${message}, at least ${bounds.min} ${spelled}`)
    .max(bounds.max, spelled === '' ? message : `${message}, at most ${bounds.max} ${spelled}`)
}

/** Turns `1MiB` into 1048576; leaves anything else as it is, for the schema behind to refuse. */
function parseWithUnit(value: unknown, units: Readonly<Record<string, number>>): unknown {
  if (typeof value !== 'string') return value
  // In the environment and on the command line everything is text, a bare number too.
  if (/^\d{1,15}$/.test(value.trim())) return Number(value)
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([a-z]{1,3})$/i.exec(value.trim())
  const unit = units[match?.[2]?.toLowerCase() ?? '']
  if (match === null || unit === undefined) return value
  return Math.round(Number(match[1]) * unit)
}
