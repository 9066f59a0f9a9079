/** A browser before the real API with the real accounts: what tests of the sign-in post, and read out of pages and cookies. */
import { onTestFinished } from 'vitest'
import { openRoom, password, type Room } from '../accounts/room.ts'
import { type Question, type RunningApi, runApi } from './running-api.ts'
import { exchange, standIn } from './stand-in.ts'

export async function open(officeName = 'Okafor'): Promise<{ room: Room; api: RunningApi }> {
  const room = await openRoom()
  const office = standIn([exchange({ n: 1 })])
  const status = () => ({ ...office.services.status(), officeName })
  const api = await runApi(
    { ...office, services: { ...office.services, status, accounts: room.accounts } },
    { requestsPerMinute: 1_000_000 },
  )
  onTestFinished(() => api[Symbol.asyncDispose]())
  return { room, api }
}

export function post(
  api: RunningApi,
  path: string,
  fields: Record<string, string>,
  headers: Question['headers'] = {},
) {
  return api.ask(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: `https://gatehouse.home.arpa:${api.server.port}`,
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  })
}

export function cookieOf(answer: { headers: { 'set-cookie'?: string[] | undefined } }): string {
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

export function ticketIn(text: string): string {
  return /name="ticket" value="([\w-]{43})"/.exec(text)?.[1] ?? ''
}

/** By both forms; the cookie. */
export async function signIn(
  { room, api }: { room: Room; api: RunningApi },
  name: string,
  uri: string,
): Promise<string> {
  const asked = await post(api, '/login/account', { name, password })
  const answer = await post(api, '/login/code', { ticket: ticketIn(asked.text), code: room.codeOf(uri) })
  if (answer.status !== 303) throw new Error(`the sign-in was answered ${answer.status}`)
  return cookieOf(answer)
}
