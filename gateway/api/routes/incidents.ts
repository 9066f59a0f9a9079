/** Answers questions about incidents, and has them acknowledged and closed. */
import { z } from 'zod'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { taggedIncident } from '../etags.ts'
import { changeIfMatch, sendTagged } from '../if-match.ts'
import { mustBeThere } from '../problem.ts'
import {
  closingBody,
  incidentDetails,
  incidentId,
  incidentPage,
  incidentQuery,
  incidentView,
  webhookTrial,
} from '../schemas/incidents.ts'
import type { IncidentServices } from '../services/incidents.ts'

const params = z.object({ id: incidentId })

export function incidentRoutes(api: Api, services: IncidentServices): void {
  api.get(
    '/api/v1/incidents',
    {
      schema: {
        summary: 'Incidents, newest first',
        querystring: incidentQuery,
        response: { 200: incidentPage },
      },
    },
    ({ query: { limit, before, state } }) => {
      const page = services.list({
        limit,
        ...(before === undefined ? {} : { before }),
        ...(state === undefined ? {} : { state }),
      })
      return { ...page, incidents: page.incidents.map(taggedIncident) }
    },
  )
  api.get(
    '/api/v1/incidents/:id',
    { schema: { summary: 'One incident with its signals', params, response: { 200: incidentDetails } } },
    async ({ params: { id } }, reply) => {
      const found = mustBeThere(services.get(id), 'INCIDENT_UNKNOWN', 'incident list')
      return { ...found, incident: sendTagged(reply, taggedIncident(found.incident)) }
    },
  )
  changingRoutes(api, services)
}

function changingRoutes(api: Api, services: IncidentServices): void {
  const shown = (id: string) => {
    const found = services.get(id)
    return found === null ? null : taggedIncident(found.incident)
  }
  api.post(
    '/api/v1/incidents/:id/acknowledge',
    {
      schema: {
        conditional: true,
        summary: 'Somebody has become aware of it: the 72 hours begin',
        params,
        response: { 200: incidentView },
      },
    },
    async (request) => {
      const { id } = request.params
      return changeIfMatch(request, {
        current: () => shown(id),
        change: () => taggedIncident(services.acknowledge(id, actorOf(request))),
      })
    },
  )
  api.post(
    '/api/v1/incidents/:id/close',
    {
      schema: {
        conditional: true,
        summary: 'Ends it, and says how',
        params,
        body: closingBody,
        response: { 200: incidentView },
      },
    },
    async (request) => {
      const { id } = request.params
      return changeIfMatch(request, {
        current: () => shown(id),
        change: () => taggedIncident(services.close(id, request.body, actorOf(request))),
      })
    },
  )
  api.post(
    '/api/v1/incidents/test-webhook',
    {
      config: { access: 'control' },
      schema: { summary: 'Posts a test to the webhook', response: { 200: webhookTrial } },
    },
    () => services.testWebhook(),
  )
}
