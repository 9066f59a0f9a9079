/** Shows what a sweep would do and did, hands out proofs, starts sweeps and sets holds. */
import { z } from 'zod'
import { clockReasons } from '../../core/retention/clock-trust.ts'
import type { HoldScope } from '../../core/retention/hold.ts'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { taggedHold } from '../etags.ts'
import { changeIfMatch, sendTagged } from '../if-match.ts'
import { pageOf } from '../paged.ts'
import { mustBeThere, plainProblem, sendProblem } from '../problem.ts'
import { pageQuery } from '../schemas/page.ts'
import {
  begunSweep,
  hold,
  holdId,
  holdList,
  newHoldBody,
  releaseBody,
  startQuery,
  sweepId,
  sweepList,
  sweepPlan,
  sweepQuery,
  sweepRecord,
} from '../schemas/sweeps.ts'
import type { SweepServices } from '../services/sweeps.ts'

const holdParams = z.object({ id: holdId })

export function sweepRoutes(api: Api, services: SweepServices): void {
  const { sweeps } = services
  api.get(
    '/api/v1/sweeps',
    { schema: { summary: 'Sweeps, newest first', querystring: sweepQuery, response: { 200: sweepList } } },
    async ({ query: { limit, before = null } }) => {
      const found = sweeps.list(limit + 1, before)
      const page = found.slice(0, limit)
      return { sweeps: page, next: found.length > limit ? (page.at(-1)?.id ?? null) : null }
    },
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
      const proof = mustBeThere(sweeps.proof(request.params.id), 'PROOF_UNKNOWN', 'sweep list')
      return reply.type('application/json').send(proof)
    },
  )
  api.get(
    '/api/v1/holds',
    {
      schema: {
        summary: 'Legal holds, those that stand first',
        querystring: pageQuery,
        response: { 200: holdList },
      },
    },
    async ({ query }) => {
      const { page, next } = pageOf(sweeps.holds.list(), query, ({ id }) => id)
      return { holds: page.map(taggedHold), next }
    },
  )
  api.get(
    '/api/v1/holds/:id',
    { schema: { summary: 'One legal hold', params: holdParams, response: { 200: hold } } },
    async ({ params: { id } }, reply) =>
      sendTagged(reply, taggedHold(mustBeThere(sweeps.holds.get(id), 'HOLD_UNKNOWN', 'hold list'))),
  )
  changes(api, services)
}

function changes(api: Api, { sweeps }: SweepServices): void {
  api.post(
    '/api/v1/sweeps',
    {
      schema: {
        summary: 'Begins a sweep; it goes on by itself',
        querystring: startQuery,
        response: { 200: begunSweep },
      },
    },
    async (request) => {
      const clockIsRight = request.query.clockIsRight === 'true'
      const { id } = await sweeps.start({ clockIsRight, actor: actorOf(request) })
      return { id }
    },
  )
  api.post(
    '/api/v1/holds',
    {
      schema: { summary: 'Sets a legal hold', body: newHoldBody, response: { 200: hold } },
    },
    async (request) =>
      taggedHold(sweeps.holds.set(scopeOf(request.body), request.body.reason, actorOf(request))),
  )
  api.post(
    '/api/v1/holds/:id/release',
    {
      schema: {
        conditional: true,
        summary: 'Releases a legal hold',
        params: holdParams,
        body: releaseBody,
        response: { 200: hold },
      },
    },
    async (request) => {
      const { id } = request.params
      return changeIfMatch(request, {
        current() {
          const found = sweeps.holds.get(id)
          return found === null ? null : taggedHold(found)
        },
        change: () => taggedHold(sweeps.holds.release(id, request.body.reason, actorOf(request))),
      })
    },
  )
}

function scopeOf({ device, class: kind, period }: z.output<typeof newHoldBody>): HoldScope {
  if (device === undefined) return { kind: 'class', class: kind ?? '' }
  if (kind === undefined) return { kind: 'device', source: device }
  return { kind: 'bucket', source: device, class: kind, period: period ?? null }
}
