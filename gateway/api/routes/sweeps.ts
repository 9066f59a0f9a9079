/** Shows what a sweep would do and did, hands out proofs, and on the box starts sweeps and sets holds. */
import { z } from 'zod'
import { clockReasons } from '../../core/retention/clock-trust.ts'
import type { HoldScope } from '../../core/retention/hold.ts'
import type { Api } from '../api.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import {
  begunSweep,
  hold,
  holdId,
  holdList,
  releaseQuery,
  setHoldQuery,
  startQuery,
  sweepId,
  sweepList,
  sweepPlan,
  sweepQuery,
  sweepRecord,
} from '../schemas/sweeps.ts'
import type { SweepServices } from '../services/sweeps.ts'

export function sweepRoutes(api: Api, services: SweepServices): void {
  const { sweeps } = services
  api.get(
    '/api/v1/sweeps',
    { schema: { summary: 'Sweeps, newest first', querystring: sweepQuery, response: { 200: sweepList } } },
    async (request) => ({ sweeps: sweeps.list(request.query.limit, request.query.before ?? null) }),
  )
  api.get(
    '/api/v1/sweeps/plan',
    { schema: { summary: 'What a sweep would destroy and keep now, and why', response: { 200: sweepPlan } } },
    async () => {
      const { plan, clock } = await sweeps.plan()
      return {
        now: Math.round(plan.now),
        clock: clock.trusted
          ? { trusted: true, reason: null, words: null }
          : { trusted: false, reason: clock.reason, words: clockReasons[clock.reason] },
        lines: plan.lines,
      }
    },
  )
  const params = z.object({ id: sweepId })
  api.get(
    '/api/v1/sweeps/:id',
    { schema: { summary: 'One sweep', params, response: { 200: sweepRecord } } },
    async (request, reply) =>
      sweeps.get(request.params.id) ?? sendProblem(reply, plainProblem(404, 'There is no such sweep.')),
  )
  api.get(
    '/api/v1/sweeps/:id/proof',
    { schema: { summary: 'The signed proof of deletion', params, produces: ['application/json'] } },
    async (request, reply) => {
      const proof = sweeps.proof(request.params.id)
      if (proof === null) return sendProblem(reply, plainProblem(404, 'There is no proof of such a sweep.'))
      return reply.type('application/json').send(proof)
    },
  )
  api.get(
    '/api/v1/holds',
    { schema: { summary: 'Legal holds, those that stand first', response: { 200: holdList } } },
    async () => ({ holds: sweeps.holds.list() }),
  )
  changes(api, services)
}

/** Over the control socket only. */
function changes(api: Api, { sweeps }: SweepServices): void {
  const config = { access: 'control' } as const
  api.post(
    '/api/v1/sweeps',
    {
      config,
      schema: {
        summary: 'Begins a sweep; it goes on by itself',
        querystring: startQuery,
        response: { 200: begunSweep },
      },
    },
    async (request) => {
      const clockIsRight = request.query.clockIsRight === 'true'
      const { id } = await sweeps.start({ clockIsRight, actor: 'box' })
      return { id }
    },
  )
  api.post(
    '/api/v1/holds',
    {
      config,
      schema: { summary: 'Sets a legal hold', querystring: setHoldQuery, response: { 200: hold } },
    },
    async (request) => sweeps.holds.set(scopeOf(request.query), request.query.reason, 'box'),
  )
  api.post(
    '/api/v1/holds/:id/release',
    {
      config,
      schema: {
        summary: 'Releases a legal hold',
        params: z.object({ id: holdId }),
        querystring: releaseQuery,
        response: { 200: hold },
      },
    },
    async (request) => sweeps.holds.release(request.params.id, request.query.reason, 'box'),
  )
}

function scopeOf({ device, class: kind, period }: z.output<typeof setHoldQuery>): HoldScope {
  if (device === undefined) return { kind: 'class', class: kind ?? '' }
  if (kind === undefined) return { kind: 'device', source: device }
  return { kind: 'bucket', source: device, class: kind, period: period ?? null }
}
