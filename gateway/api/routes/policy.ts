/** Shows the policy, says what a draft of it would do, and has one take effect. What is tried out is sent nowhere, kept nowhere, and in no address. */

import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { KiB } from '../../core/units.ts'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { taggedPolicy } from '../etags.ts'
import { changeIfMatch, sendTagged } from '../if-match.ts'
import { mustBeThere } from '../problem.ts'
import {
  checkBody,
  examination,
  historyQuery,
  policyHistory,
  policyOverview,
  policyVersion,
  published,
  replayBody,
  replayedDraft,
  testAnswer,
  testBody,
  versionId,
  writtenPolicy,
} from '../schemas/policy.ts'
import type { PolicyChange, PolicyServices } from '../services/policy.ts'

const params = z.object({ id: versionId })
/** A policy and a body of the longest kind, each character as six of JSON. */
const bodyLimit = 2048 * KiB

export function policyRoutes(api: Api, { policy }: PolicyServices): void {
  api.get(
    '/api/v1/policy',
    {
      schema: {
        summary: 'The policy as it lies there, what it comes to, and the draft',
        response: { 200: policyOverview },
      },
    },
    async (_request, reply) => sendTagged(reply, taggedPolicy(await policy.overview())),
  )
  api.get(
    '/api/v1/policy/history',
    {
      schema: {
        summary: 'Versions of the policy, newest first',
        querystring: historyQuery,
        response: { 200: policyHistory },
      },
    },
    async ({ query: { limit, before } }) => {
      const found = policy.history({ limit: limit + 1, before })
      const versions = found.slice(0, limit)
      return { versions, next: found.length > limit ? (versions.at(-1)?.id ?? null) : null }
    },
  )
  api.get(
    '/api/v1/policy/history/:id',
    { schema: { summary: 'One version of the policy', params, response: { 200: policyVersion } } },
    async ({ params: { id } }) => mustBeThere(policy.version(id), 'POLICY_VERSION_UNKNOWN', 'policy history'),
  )
  api.post(
    '/api/v1/policy/check',
    {
      bodyLimit,
      schema: {
        summary: 'What is wrong with a draft, and what it comes to',
        body: checkBody,
        response: { 200: examination },
      },
    },
    ({ body }) => policy.check(body.text),
  )
  api.post(
    '/api/v1/policy/test',
    {
      bodyLimit,
      schema: {
        summary: 'What would become of a request; nothing is sent',
        body: testBody,
        response: { 200: testAnswer },
      },
    },
    ({ body }) => policy.test(body),
  )
  api.post(
    '/api/v1/policy/replay',
    {
      bodyLimit,
      schema: {
        summary: 'What would have become of recorded exchanges',
        body: replayBody,
        response: { 200: replayedDraft },
      },
    },
    async ({ body, raw }) => {
      const gone = new AbortController()
      raw.socket.once('close', () => gone.abort())
      return policy.replay(body, gone.signal)
    },
  )
  changeRoutes(api, policy)
}

function changeRoutes(api: Api, policy: PolicyServices['policy']): void {
  /** The service looks once more, since it waits for the disk. */
  const decide = async <Result>(
    request: FastifyRequest,
    change: (who: PolicyChange) => Promise<Result>,
  ): Promise<Result> => {
    const actor = actorOf(request)
    if (request.asker === null && request.headers['if-match'] === undefined)
      return change({ actor, seen: null })
    const now = await policy.overview()
    const seen = { version: now.version, mark: now.draft?.mark ?? null }
    return changeIfMatch(request, { current: () => taggedPolicy(now), change: () => change({ actor, seen }) })
  }
  const overview = { conditional: true, response: { 200: policyOverview } } as const
  api.post(
    '/api/v1/policy/draft',
    {
      bodyLimit,
      schema: { ...overview, summary: 'Keeps a draft; it need not be right', body: writtenPolicy },
    },
    async (request) => {
      await decide(request, (who) => policy.saveDraft(request.body, who))
      return taggedPolicy(await policy.overview())
    },
  )
  api.post(
    '/api/v1/policy/draft/discard',
    { schema: { ...overview, summary: 'Throws the draft away' } },
    async (request) => {
      await decide(request, (who) => policy.discardDraft(who))
      return taggedPolicy(await policy.overview())
    },
  )
  const response = { 200: published }
  api.post(
    '/api/v1/policy/publish',
    {
      bodyLimit,
      schema: {
        ...{ conditional: true, summary: 'Has a policy take effect', body: writtenPolicy, response },
      },
    },
    (request) => decide(request, (who) => policy.publish(request.body, who)),
  )
  api.post(
    '/api/v1/policy/history/:id/restore',
    { schema: { conditional: true, summary: 'Has an earlier version take effect again', params, response } },
    (request) => decide(request, (who) => policy.rollBack(request.params.id, who)),
  )
}
