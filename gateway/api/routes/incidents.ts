/** Answers questions about incidents; on the box they are acknowledged and closed. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { type GatewayError, isGatewayError } from '../../core/errors.ts'
import type { IncidentView } from '../../core/incident/view.ts'
import type { Api } from '../api.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import {
  closingQuery,
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
    ({ query: { limit, before, state } }) =>
      services.list({
        limit,
        ...(before === undefined ? {} : { before }),
        ...(state === undefined ? {} : { state }),
      }),
  )
  api.get(
    '/api/v1/incidents/:id',
    { schema: { summary: 'One incident with its signals', params, response: { 200: incidentDetails } } },
    async (request, reply) => {
      const found = services.get(request.params.id)
      if (found === null) return sendProblem(reply, plainProblem(404, 'There is no such incident.'))
      return found
    },
  )
  changingRoutes(api, services)
}

function changingRoutes(api: Api, services: IncidentServices): void {
  api.post(
    '/api/v1/incidents/:id/acknowledge',
    {
      config: { access: 'control' },
      schema: {
        summary: 'Somebody has become aware of it: the 72 hours begin',
        params,
        response: { 200: incidentView },
      },
    },
    async (request, reply) => answered(reply, () => services.acknowledge(request.params.id, 'box')),
  )
  api.post(
    '/api/v1/incidents/:id/close',
    {
      config: { access: 'control' },
      schema: {
        summary: 'Ends it, and says how',
        params,
        querystring: closingQuery,
        response: { 200: incidentView },
      },
    },
    async (request, reply) => answered(reply, () => services.close(request.params.id, request.query, 'box')),
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

/** What a person may well ask in vain is no fault of the gateway: 404 or 409. */
function answered(reply: FastifyReply, work: () => IncidentView): IncidentView | FastifyReply {
  try {
    return work()
  } catch (error) {
    if (isGatewayError(error, 'INCIDENT_UNKNOWN')) return sendProblem(reply, problemOf(error, 404))
    if (isGatewayError(error, 'INCIDENT_STATE')) return sendProblem(reply, problemOf(error, 409))
    throw error
  }
}

function problemOf(error: GatewayError, status: number) {
  return {
    ...plainProblem(status, error.message, error.hint),
    type: `urn:gatehouse:error:${error.code}`,
    title: error.message,
    code: error.code,
  }
}
