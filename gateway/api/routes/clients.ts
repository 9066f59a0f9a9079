/** Lists the machines of the office, names them, and puts them into groups and into quarantine. */

import { countedClient } from '../../core/client/joined-standing.ts'
import { GatewayError } from '../../core/errors.ts'
import { writtenClient } from '../../core/login/client-name.ts'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { taggedClient } from '../etags.ts'
import { changeIfMatch, sendTagged } from '../if-match.ts'
import {
  clientBody,
  clientGroupBody,
  clientList,
  clientNameBody,
  clientParams,
  clientView,
  counted,
  countedBody,
} from '../schemas/clients.ts'
import type { ClientServices } from '../services/clients.ts'
import type { NetworkServices } from '../services/network.ts'

export function clientRoutes(api: Api, { clients, network }: ClientServices & NetworkServices): void {
  api.get(
    '/api/v1/clients',
    { schema: { summary: 'Machines of the office', response: { 200: clientList } } },
    async () => ({
      isWatching: clients.totals().isWatching,
      rules: network.told(),
      groups: clients.groups(),
      clients: clients.list().map(taggedClient),
    }),
  )
  api.get(
    '/api/v1/clients/:id',
    { schema: { summary: 'One machine', params: clientParams, response: { 200: clientView } } },
    async (request, reply) => sendTagged(reply, taggedClient(clients.find(request.params.id))),
  )
  api.post(
    '/api/v1/clients/find',
    {
      schema: {
        summary: 'One machine, by whatever names it',
        description:
          'Changes nothing. Of a device or a card of which nothing was decided the answer shows a new id each time, and always the same ETag.',
        body: clientBody,
        response: { 200: clientView },
      },
    },
    async (request, reply) => sendTagged(reply, taggedClient(clients.find(request.body.machine))),
  )
  const shown = (machine: string) => taggedClient(clients.find(machine))
  const response = { 200: clientView }
  api.post(
    '/api/v1/clients/name',
    {
      schema: {
        conditional: true,
        summary: 'Gives a machine a name: it is the office’s',
        body: clientNameBody,
        response,
      },
    },
    async (request) => {
      const { machine, name } = request.body
      return changeIfMatch(request, {
        current: () => shown(machine),
        change: () => taggedClient(clients.name(machine, name, actorOf(request))),
      })
    },
  )
  api.post(
    '/api/v1/clients/group',
    {
      schema: {
        conditional: true,
        summary: 'Puts a machine into a group of clients',
        body: clientGroupBody,
        response,
      },
    },
    async (request) => {
      const { machine, group } = request.body
      return changeIfMatch(request, {
        current: () => shown(machine),
        change: () => taggedClient(clients.group(machine, group, actorOf(request))),
      })
    },
  )
  api.post(
    '/api/v1/clients/counted',
    {
      schema: { summary: 'What a client counts as now', body: countedBody, response: { 200: counted } },
    },
    async ({ body }) => {
      const client = writtenClient(body.client)
      if (client === null)
        throw new GatewayError('USAGE', { problem: 'This is no client.' }, { hint: noClientHint })
      return countedClient(client, clients)
    },
  )
  const decisions = {
    guest: 'Says that a machine is a guest’s',
    quarantine: 'Cuts a machine off, at once',
    release: 'Ends the quarantine of a machine',
    forget: 'Forgets a machine and what was decided of it',
  } as const
  for (const [decision, summary] of entriesOf(decisions))
    api.post(
      `/api/v1/clients/${decision}`,
      { schema: { conditional: true, summary, body: clientBody, response } },
      async (request) => {
        const { machine } = request.body
        return changeIfMatch(request, {
          current: () => shown(machine),
          change: () => taggedClient(clients[decision](machine, actorOf(request))),
        })
      },
    )
}

const noClientHint = 'Name an address such as 192.168.1.20, user:anna, or device:till-1.'

function entriesOf<Key extends string>(table: Readonly<Record<Key, string>>): [Key, string][] {
  return Object.entries(table) as [Key, string][]
}
