/** Answers what devices reported, and how the broker is. */
import { GatewayError } from '../../core/errors.ts'
import { hourMs } from '../../core/units.ts'
import type { Api } from '../api.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import { telemetryHistory, telemetryParams, telemetryQuery, telemetryStatus } from '../schemas/telemetry.ts'
import type { TelemetryServices } from '../services/telemetry.ts'

export function telemetryRoutes(api: Api, services: TelemetryServices, now: () => number = Date.now): void {
  api.get(
    '/api/v1/telemetry',
    { schema: { summary: 'How the broker of devices is', response: { 200: telemetryStatus } } },
    async () => services.telemetry.status(),
  )
  api.get(
    '/api/v1/devices/:name/telemetry',
    {
      schema: {
        summary: 'How the series of a device went',
        params: telemetryParams,
        querystring: telemetryQuery,
        response: { 200: telemetryHistory },
      },
    },
    async (request, reply) => {
      const { from, until = now(), series = null, points } = request.query
      const query = { from: from ?? Math.max(0, until - hourMs), until, series, points }
      if (query.from >= query.until)
        throw new GatewayError('USAGE', {}, { hint: 'The begin has to be before the end.' })
      const history = await services.telemetry.history(request.params.name, query)
      if (history === null) return sendProblem(reply, neverReported)
      return history
    },
  )
}

const neverReported = plainProblem(
  404,
  'No device of this name has reported anything.',
  'See `gatehouse device list`, and whether the device reaches the port of MQTT.',
)
