/** Finds rules about users that never fit, since nobody can log in. */
import { isUserClient } from '../login/client-name.ts'
import type { PolicyProblem } from './check.ts'
import type { ScopeContext } from './coverage.ts'
import { expand } from './expand.ts'
import { isGroup, type Match } from './match-model.ts'
import type { PolicyFile } from './model.ts'

/** A rule whose clients are users alone does nothing while logins are off. */
export function rulesOfNobody(policy: PolicyFile, { clientGroups, machines }: ScopeContext): PolicyProblem[] {
  const idle = ({ match }: { match?: Match | undefined }) => {
    const clients = expand(match?.clients, (name) => clientGroups[name]) ?? []
    const holdsMachines = machines === true && match?.clients?.some(isGroup) === true
    return clients.length > 0 && clients.every(isUserClient) && !holdsMachines
  }
  const problem = (list: PolicyProblem['list'], { id }: { id: string }): PolicyProblem => ({
    code: 'nobody-logs-in',
    severity: 'warning',
    list,
    ruleId: id,
    message: `Rule "${id}" is about users of the proxy, and nobody can log in to it.`,
    hint: 'Set proxy.authentication.mode to accept or require, or name addresses in the rule.',
  })
  return [
    ...policy.connections.filter(idle).map((rule) => problem('connections', rule)),
    ...policy.exchanges.filter(idle).map((rule) => problem('exchanges', rule)),
  ]
}
