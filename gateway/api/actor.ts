/** Says as whom a change is noted in the ledger: an account by its id, the access token, or somebody at the box. */
import type { FastifyRequest } from 'fastify'
import type { LedgerActor } from '../core/ledger/entry.ts'

/** Without an asker it is the control socket: the gate lets nobody pass without one over the network. */
export function actorOf({ asker }: FastifyRequest): LedgerActor {
  if (asker === null) return 'box'
  return asker.account === null ? 'token' : `account:${asker.account}`
}
