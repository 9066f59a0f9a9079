/** Reads the name and password of a Basic login (RFC 7617), and writes what asks for one. */
import { Buffer } from 'node:buffer'

export interface BasicLogin {
  /** In lower case, as names of users are; may be no user's at all. */
  user: string
  password: string
}

/** RFC 9110 §11.7.1, RFC 7617 §2.1: what is sent with 407. */
export const proxyChallenge = 'Basic realm="Gatehouse", charset="UTF-8"'

/** Longer is nobody's name and password, and would only be work: 256 characters may take 1,024 letters of Base64 alone. */
const maxLoginLength = 2048
/** No user's is half as long; as many as a worker may ask control about. */
const maxNameLength = 512
/** RFC 8265 §4.1 would take 1023 bytes; generated ones have 24 characters. */
export const maxPasswordLength = 256

/** Null where it is none: another scheme, no Base64, no UTF-8, no colon, control characters, too long. */
export function readBasic(value: string): BasicLogin | null {
  if (value.length > maxLoginLength) return null
  // RFC 9110 §11.4: one space or more, and token68.
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(value)?.[1]
  if (encoded === undefined) return null
  const text = decoded(encoded)
  if (text === null || /\p{Cc}/u.test(text)) return null
  const colon = text.indexOf(':')
  if (colon === -1) return null
  const user = text.slice(0, colon).toLowerCase()
  const password = samePassword(text.slice(colon + 1))
  return user.length > maxNameLength || password.length > maxPasswordLength ? null : { user, password }
}

/** RFC 8265 §4.2.2: what keyboards compose differently is the same password. */
export function samePassword(text: string): string {
  return text.normalize('NFC')
}

function decoded(encoded: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(encoded, 'base64'))
  } catch {
    return null
  }
}
