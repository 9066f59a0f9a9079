/** What an API key is: how a program, which is nobody, reads a part of what its account may, until a day. */
import { dayMs } from '../units.ts'

export const apiKeyStates = ['active', 'expired', 'revoked'] as const
export type ApiKeyState = (typeof apiKeyStates)[number]

/** How a key is shown. Times are milliseconds since 1970. */
export interface ApiKeyView {
  name: string
  /** By name. */
  account: string
  /** Groups of routes that it reads, each also needing the right of the account's role. */
  scopes: readonly string[]
  state: ApiKeyState
  addedAt: number
  expiresAt: number
  /** The last day (UTC) on which it opened something, `2026-11-23`. */
  usedOn: string | null
}

export function apiKeyState(key: { expiresAt: number; revokedAt: number | null }, now: number): ApiKeyState {
  if (key.revokedAt !== null) return 'revoked'
  return key.expiresAt <= now ? 'expired' : 'active'
}

/** Keys that count at once: more programs than a person runs. A script that makes them in a loop stops here. */
export const mostOfAccount = 20

/** A key that nobody remembers ends by itself. */
const longestMs = 366 * dayMs

/** @param accountEnd of the account that it reads for, which it must not outlive; null where that has none */
export function mayEndAt(until: number, { now, accountEnd }: { now: number; accountEnd: number | null }) {
  return until > now && until <= now + longestMs && (accountEnd === null || until <= accountEnd)
}

const mark = 'ghk_'

/** `ghk_0123456789ab_…`: scanners for leaked secrets find it by its beginning, and lists know it by its id. */
export function apiKeyText(id: string, secret: string): string {
  return `${mark}${id}_${secret}`
}

/** Whether somebody means an API key, right or wrong. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith(mark)
}

/** Null where it cannot be a key. */
export function idInApiKey(text: string): string | null {
  return /^ghk_([0-9a-f]{12})_[\w-]{43}$/.exec(text)?.[1] ?? null
}
