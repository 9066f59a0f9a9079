/** Names clients as rules, records and keys know them: by address, by the device whose certificate was shown, or by the user who has logged in. */
import { deviceName } from '../device/device.ts'
import { canonicalAddress } from '../net/address.ts'

const mark = 'user:'
const deviceMark = 'device:'
const userName = /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?$/

export const userNameExpected =
  'expected 1 to 40 of a to z, 0 to 9, dots, hyphens and underscores, a letter or digit first and last'

export function isUserName(text: string): boolean {
  return userName.test(text)
}

/** `user:anna`, the client that a user is wherever it logs in. */
export function clientOfUser(name: string): string {
  return `${mark}${name}`
}

/** True for `user:anna`. */
export function isUserClient(text: string): boolean {
  return text.startsWith(mark) && isUserName(text.slice(mark.length))
}

/** `device:till-1`, the client that a device is wherever it shows its certificate. */
export function clientOfDevice(name: string): string {
  return `${deviceMark}${name}`
}

/** True for `device:till-1`. */
export function isDeviceClient(text: string): boolean {
  return text.startsWith(deviceMark) && deviceName.safeParse(text.slice(deviceMark.length)).success
}

/** The name behind `device:`; null where the text is no such client. */
export function deviceInClient(text: string): string | null {
  return isDeviceClient(text) ? text.slice(deviceMark.length) : null
}

/** What the sums of all guests stand under. */
export const guestsClient = 'guests'

/** True for what a record may call a client: an address, `user:anna`, `device:till-1`, or all guests together. */
export function isClientName(text: string): boolean {
  if (text === guestsClient || isUserClient(text) || isDeviceClient(text)) return true
  return /^[0-9a-fA-F.:]{2,45}$/.test(text)
}

/** Who asks, by all that is known of it. */
export interface AskingClient {
  /** `user:anna`; null where nobody has logged in. */
  readonly user: string | null
  /** `device:till-1`; null where no certificate was shown. */
  readonly device: string | null
  readonly address: string | null
  /** Those that its machine is in. */
  readonly groups: readonly string[]
}

/**
 * What the policy is asked with: an address, `user:anna`, or `user:anna@device:till-1@192.168.1.7`. A rule about one of them
 * fits as well as a rule about another, or a login would be a way around what is said of a machine. Behind them stand the groups
 * that its machine is in: `192.168.1.7#tills`.
 */
export function clientInRules({ user, device, address, groups }: AskingClient): string {
  // Asked for each request, and hardly any has more than an address.
  const isAddress = user === null && device === null && address !== null
  const who = isAddress ? address : [user, device, address].filter((part) => part !== null).join('@')
  return groups.length === 0 ? who : `${who}#${groups.join('#')}`
}

/** Reads what `clientInRules` made. */
export function readClient(text: string): AskingClient {
  const [who = '', ...groups] = text.split('#')
  const parts = who.split('@')
  const user = parts[0]?.startsWith(mark) ? (parts.shift() ?? null) : null
  const device = parts[0]?.startsWith(deviceMark) ? (parts.shift() ?? null) : null
  const address = parts.length === 0 ? null : parts.join('@')
  return { user, device, address: address === null ? null : (canonicalAddress(address) ?? address), groups }
}

/** A client as a person writes it, in the form of `clientInRules`; null where it is neither an address nor a user nor a device. */
export function writtenClient(text: string): string | null {
  const { user, device, address: written, groups } = readClient(text)
  const address = written === null ? null : canonicalAddress(written)
  if (groups.length > 0 || (written !== null && address === null)) return null
  if ((user !== null && !isUserClient(user)) || (device !== null && !isDeviceClient(device))) return null
  return clientInRules({ user, device, address, groups })
}
