/** What the screen asks for and has changed: the policy, its versions, and what a draft would do. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  examination,
  policyHistory,
  policyOverview,
  policyVersion,
  published,
  replayBody,
  replayedDraft,
  testAnswer,
  testBody,
} from '../../../../gateway/api/schemas/policy.ts'
import { ask, change, pathWith } from '../../api/ask.ts'

export type Overview = z.output<typeof policyOverview>
export type PolicyView = Overview['view']
export type MatrixRow = PolicyView['matrix']['rows'][number]
export type Bundle = PolicyView['matrix']['bundles'][number]
export type Operator = PolicyView['matrix']['rules'][number]['operators'][number]
export type Rule = PolicyView['rules'][number]
export type Examination = z.output<typeof examination>
export type TextProblem = Examination['problems'][number]
export type Version = z.output<typeof policyHistory>['versions'][number]
export type TestAnswer = z.output<typeof testAnswer>
export type Replayed = z.output<typeof replayedDraft>
type Published = z.output<typeof published>

export const overviewKey = ['policy', 'overview']

export const overviewQuery = queryOptions({
  queryKey: overviewKey,
  queryFn: ({ signal }) => ask<Overview>('policy', signal),
  refetchInterval: 5_000,
})

export const historyQuery = (before: number | null) =>
  queryOptions({
    queryKey: ['policy', 'history', before],
    queryFn: ({ signal }) =>
      ask<z.output<typeof policyHistory>>(
        pathWith('policy/history', { before: before ?? undefined, limit: 50 }),
        signal,
      ),
  })

export const versionQuery = (id: number) =>
  queryOptions({
    queryKey: ['policy', 'version', id],
    queryFn: ({ signal }) => ask<z.output<typeof policyVersion>>(`policy/history/${id}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Of a text as it is typed: the answer before stays until the next one is there. */
export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ['policy', 'check', text],
    queryFn: () => change<Examination>('policy/check', { body: { text } }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

export interface Written {
  text: string
  base: string
  etag: string
}

export const saveDraft = ({ etag, ...body }: Written) => change<Overview>('policy/draft', { body, etag })
export const discardDraft = (etag: string) => change<Overview>('policy/draft/discard', { etag })
export const publish = ({ etag, ...body }: Written) => change<Published>('policy/publish', { body, etag })
export const rollBack = ({ id, etag }: { id: number; etag: string }) =>
  change<Published>(`policy/history/${id}/restore`, { etag })
export const tryOut = (body: z.input<typeof testBody>) => change<TestAnswer>('policy/test', { body })
export const replay = (body: z.input<typeof replayBody>) => change<Replayed>('policy/replay', { body })
