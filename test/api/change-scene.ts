/** What tests of changes over the network share: real accounts behind the real API over HTTPS, and rooms that write down what they were asked to do. */
import { onTestFinished } from 'vitest'
import type { Services } from '../../gateway/api/services.ts'
import type { AccountRole } from '../../gateway/core/account/account.ts'
import { openRoom } from '../accounts/room.ts'
import { type Question, runApi } from './running-api.ts'
import { standIn } from './stand-in.ts'

/** Questions, after which nothing is other than before. */
const questions = new Set([
  'list',
  'get',
  'find',
  'totals',
  'told',
  'status',
  'standingOf',
  'plan',
  'counts',
  'unasked',
  'groups',
  'overview',
  'check',
  'history',
  'version',
])

export async function openChanges(change: (services: Services) => Partial<Services> = () => ({})) {
  const room = await openRoom()
  const office = standIn()
  const done: (readonly [string, ...unknown[]])[] = []
  const services = { ...office.services, accounts: room.accounts, ...change(office.services) }
  const watched = { ...services, reload: noting(done, 'reload', services.reload) }
  for (const name of [
    'clients',
    'reviews',
    'proposals',
    'incidents',
    'devices',
    'trackers',
    'policy',
  ] as const)
    Object.assign(watched, { [name]: watch(done, name, services[name]) })
  const { sweeps } = services
  watched.sweeps = { ...watch(done, 'sweeps', sweeps), holds: watch(done, 'holds', sweeps.holds) }
  const api = await runApi({ ...office, services: watched }, { requestsPerMinute: 1_000_000 })
  onTestFinished(() => api[Symbol.asyncDispose]())

  /** Somebody who is signed in, with what the pages send; their account's id, too. */
  async function signedIn(name: string, role: AccountRole) {
    const { secret } = await room.member(name, role)
    const cookie = `__Host-gatehouse=${secret}`
    const session = room.accounts.sessions.use(secret)
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'gatehouse-change': '1' }
    const ask = (method: string, path: string, { body, more = {} }: Asked = {}) =>
      api.ask(path, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...more,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    return { cookie, headers, ask, account: session?.account ?? '', session: session?.id ?? '' }
  }
  return { room, api, done, signedIn }
}

interface Asked {
  body?: object
  more?: NonNullable<Question['headers']>
}

type Done = (readonly [string, ...unknown[]])[]

function watch<Room extends object>(done: Done, name: string, room: Room): Room {
  return new Proxy(room, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver)
      const isChange = typeof value === 'function' && typeof key === 'string' && !questions.has(key)
      return isChange ? noting(done, `${name}.${key}`, value.bind(target)) : value
    },
  })
}

function noting<Work extends (...given: never[]) => unknown>(done: Done, name: string, work: Work): Work {
  return ((...given: never[]) => {
    done.push([name, ...given])
    return work(...given)
  }) as Work
}
