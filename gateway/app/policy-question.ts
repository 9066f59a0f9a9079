/** Reads a question about one made-up request as it came over the API, and has it ready for the thread that judges it. */
import type { TestQuestion } from '../api/services/policy.ts'
import { countedClient } from '../core/client/joined-standing.ts'
import type { ClientStandings } from '../core/client/standing.ts'
import { GatewayError } from '../core/errors.ts'
import { normalizeHost } from '../core/http/authority.ts'
import { writtenClient } from '../core/login/client-name.ts'
import type { Clock } from '../core/ports.ts'
import type { InForce } from './in-force.ts'
import type { PolicyOrder } from './policy-thread-client.ts'

interface Around {
  inForce: InForce
  clients: Pick<ClientStandings, 'standingOf'>
  clock: Clock
}

/** Throws USAGE for what is no host, and no client. */
export function rehearsalOrder(
  { text, destination, port, method, path, contentType, client, body, at }: TestQuestion,
  { inForce, clients, clock }: Around,
): Extract<PolicyOrder, { kind: 'rehearse' }> {
  const host = normalizeHost(destination)
  if (host === null)
    throw usage('This is no host.', 'Write a name or an address: api.example.com, without https://.')
  const written = writtenClient(client)
  if (written === null)
    throw usage('This is no client.', 'Write 192.168.1.20, fd00::20, user:name or device:name.')
  const question = path.indexOf('?')
  const { source, context } = inForce.policy.made
  return {
    kind: 'rehearse',
    text: text === null ? null : { file: 'draft', bytes: Buffer.from(text) },
    ...{ source, context },
    facts: {
      ...{ host, port, method, at: at ?? clock.now() },
      client: countedClient(written, clients).client,
      path: question < 0 ? path : path.slice(0, question),
    },
    request: {
      ...{ contentType, body: Buffer.from(body), holdBytes: inForce.config.proxy.limits.holdBytes },
      ...(question < 0 ? {} : { query: path.slice(question + 1) }),
    },
  }
}

function usage(problem: string, hint: string): GatewayError {
  return new GatewayError('USAGE', { problem }, { hint })
}
