/** Answers how the gateway is: status, health, metrics, the doctor, and what this API offers. */

import { worstState } from '../../ops/doctor.ts'
import { healthState } from '../../ops/health.ts'
import { prometheusContentType } from '../../ops/prometheus.ts'
import { mayRead } from '../access.ts'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { doctorReport, gatewayStatus, health, healthz, reloadOutcome } from '../schemas.ts'
import type { Services } from '../services.ts'
import { checksFor } from '../shown-checks.ts'

export function operatingRoutes(api: Api, services: Services, openApi: () => object): void {
  api.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: { summary: 'Whether the gateway is well, for machines', response: { 200: healthz } },
    },
    () => ({ status: healthState(services.health.warnings()) }),
  )
  api.get(
    '/metrics',
    { schema: { summary: 'Metrics for Prometheus', produces: ['text/plain'] } },
    (_request, reply) => reply.type(prometheusContentType).send(services.metrics.text()),
  )
  api.get(
    '/api/v1/status',
    { schema: { summary: 'Version, addresses and policy in force', response: { 200: gatewayStatus } } },
    () => services.status(),
  )
  api.get(
    '/api/v1/health',
    { schema: { summary: 'What needs attention', response: { 200: health } } },
    () => {
      const warnings = services.health.warnings()
      return { status: healthState(warnings), warnings }
    },
  )
  api.get(
    '/api/v1/doctor',
    { schema: { summary: 'Looks at the box now', response: { 200: doctorReport } } },
    async (request) => {
      const checks = checksFor((route) => mayRead(request, route), await services.doctor())
      return { state: worstState(checks), checks }
    },
  )
  api.post(
    '/api/v1/reload',
    {
      schema: { summary: 'Reads configuration and policy again', response: { 200: reloadOutcome } },
    },
    (request) => services.reload(actorOf(request)),
  )
  api.get(
    '/api/v1/openapi.json',
    { schema: { summary: 'This description', produces: ['application/json'] } },
    (_request, reply) => reply.type('application/json').send(JSON.stringify(openApi())),
  )
}
