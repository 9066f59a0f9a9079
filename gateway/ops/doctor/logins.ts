/** Says whether those who have to log in to the proxy can, and whether anybody could read their passwords on the way. */
import { isLoopback } from '../../core/net/address.ts'
import { countOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface LoginFacts {
  mode: 'off' | 'accept' | 'require'
  overTlsOnly: boolean
  /** Where the proxy listens. */
  host: string
  /** Null where their file cannot be read, which the first screen says. */
  users: number | null
}

/** None where nobody logs in. */
export function checkLogins({ mode, overTlsOnly, host, users }: LoginFacts): DoctorCheck[] {
  if (mode === 'off') return []
  const base = { id: 'proxy-logins', title: 'Logins at the proxy' }
  const found = users === null ? 'The file of users cannot be read.' : `${countOf(users, 'user')} can log in.`
  if (users === null || (users === 0 && mode === 'require'))
    return [
      {
        ...base,
        state: 'fail',
        found,
        meaning: 'Machines that are not exempt have no web access.',
        todo:
          users === null
            ? 'Put proxy-users.json of the data folder back from a backup, or delete it and add the users anew.'
            : 'Add users with `gatehouse proxy user add <name>`, or set proxy.authentication.mode to accept.',
      },
    ]
  if (!overTlsOnly && host !== 'localhost' && !isLoopback(host))
    return [
      {
        ...base,
        state: 'warn',
        found: `${found} The proxy also takes passwords over plain HTTP.`,
        meaning: 'Anybody between a machine and this box can read them, and log in with them.',
        todo: 'Set clients up with an HTTPS proxy, then set proxy.authentication.overTlsOnly to true.',
      },
    ]
  return [{ ...base, state: 'ok', found, meaning: 'Passwords cannot be read on the way.', todo: '' }]
}
