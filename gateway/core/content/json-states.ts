/** Says what must or may come next in a JSON document, and what to call one that is none. */
import { GatewayError } from '../errors.ts'

/** From `inName` on a token is open; before that white space is passed over. */
export const wantValue = 0
export const wantValueOrEnd = 1
export const wantName = 2
export const wantNameOrEnd = 3
export const wantColon = 4
export const wantCommaOrEnd = 5
export const wantNothing = 6
export const inName = 7
export const inString = 8
export const inNumber = 9
export const inWord = 10

/** Says where and what, never which bytes stand there. */
export function malformedJson(why: string, offset: number): GatewayError {
  return new GatewayError('CONTENT_MALFORMED', { format: 'json', why, offset })
}
