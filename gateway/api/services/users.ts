/** What routes and commands may ask of the users of the proxy. */
import type { ProxyUsers } from '../../users/proxy-users.ts'

export interface UserServices {
  readonly users: Pick<ProxyUsers, 'list' | 'add' | 'set' | 'remove'>
}
