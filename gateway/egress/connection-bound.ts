/** Tells a login that belongs to a connection from one that belongs to a request. */

/** Names in lower case, as undici has them. */
export type AnswerFields = Record<string, string | string[] | undefined>

/** NTLM and Negotiate (RFC 4559) authenticate the connection: later requests on it must not share it with others. */
export function isConnectionBound(headers: AnswerFields): boolean {
  const challenge = headers['www-authenticate'] ?? headers['WWW-Authenticate']
  if (challenge === undefined) return false
  return [challenge].flat().some((value) => isConnectionBoundScheme(value))
}

/** True for a challenge or credentials of a scheme that authenticates connections. */
export function isConnectionBoundScheme(value: string): boolean {
  // RFC 9110 §11.6.1: one field may carry several challenges.
  return /(?:^|,)\s*(?:ntlm|negotiate)\b/i.test(value)
}
