/** Names clients as rules, records and keys know them: by their address, or by the user who has logged in there. */
import { canonicalAddress } from '../net/address.ts'

const mark = 'user:'
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

/** True for what a record may call a client: an address, or `user:anna`. */
export function isClientName(text: string): boolean {
  return isUserClient(text) || /^[0-9a-fA-F.:]{2,45}$/.test(text)
}

/**
 * What the policy is asked with: an address, `user:anna`, or `user:anna@192.168.1.7`. A rule about the one fits as well as a
 * rule about the other, or a login would be a way around what is said of a machine.
 */
export function clientInRules(client: string, address: string): string {
  return client === address ? address : `${client}@${address}`
}

/** Reads what `clientInRules` made. */
export function readClient(text: string): { user: string | null; address: string | null } {
  const at = text.startsWith(mark) ? text.indexOf('@') : 0
  const user = text.startsWith(mark) ? text.slice(0, at === -1 ? undefined : at) : null
  const address = user === null ? text : at === -1 ? null : text.slice(at + 1)
  return { user, address: address === null ? null : (canonicalAddress(address) ?? address) }
}

/** A client as a person writes it, in the form of `clientInRules`; null where it is neither an address nor a user. */
export function writtenClient(text: string): string | null {
  const { user, address: written } = readClient(text)
  const address = written === null ? null : canonicalAddress(written)
  if (user === null) return address
  if (!isUserClient(user) || (written !== null && address === null)) return null
  return address === null ? user : clientInRules(user, address)
}
