/** What screens ask for: each answer is kept for a while, so that going back shows it at once. */
import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query'
import { ask, NoAnswerError, ProblemError, pathWith } from './ask.ts'
import type {
  ClientList,
  Exchange,
  GatewayStatus,
  Health,
  IncidentPage,
  JournalPage,
  JournalQuery,
  OwnAccount,
  ProposalList,
  Review,
  ReviewPage,
  Totals,
  WaysIn,
} from './types.ts'

const everyMs = 10_000

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The box is next door: what the browser thinks of the internet does not matter.
        networkMode: 'always',
        staleTime: 2_000,
        // An answer in words does not change by asking again at once.
        retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
        retryDelay: 1_000,
        // What could not be had is asked for again until it can.
        refetchInterval: ({ state }) => (state.error instanceof NoAnswerError ? everyMs / 2 : false),
      },
    },
  })
}

export const waysInQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: ({ signal }) => ask<WaysIn>('session', signal),
})

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => ask<OwnAccount>('account', signal),
  staleTime: 60_000,
})

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => ask<GatewayStatus>('status', signal),
  refetchInterval: everyMs,
})

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => ask<Health>('health', signal),
  refetchInterval: everyMs,
})

export const totalsQuery = (since: number) =>
  queryOptions({
    queryKey: ['totals', since],
    queryFn: ({ signal }) => ask<Totals>(pathWith('journal/totals', { since }), signal),
    refetchInterval: everyMs,
  })

export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: ({ signal }) => ask<IncidentPage>('incidents?state=open&limit=20', signal),
  refetchInterval: everyMs,
})

export const proposalsQuery = queryOptions({
  queryKey: ['proposals'],
  queryFn: ({ signal }) => ask<ProposalList>('proposals?state=open', signal),
  refetchInterval: everyMs,
})

export const reviewsQuery = queryOptions({
  queryKey: ['reviews', 'waiting'],
  queryFn: ({ signal }) => ask<ReviewPage>('reviews?waiting=true&limit=200', signal),
  refetchInterval: everyMs,
})

/** Answered ones and those that wait, newest first. */
export const pastReviewsQuery = (before: string | null) =>
  queryOptions({
    queryKey: ['reviews', 'past', before],
    queryFn: ({ signal }) =>
      ask<ReviewPage>(pathWith('reviews', { limit: 50, before: before ?? undefined }), signal),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  })

/** Of a stopped exchange; null where nobody may answer it. */
export const reviewQuery = (id: string) =>
  queryOptions({
    queryKey: ['review', id],
    queryFn: ({ signal }) =>
      ask<Review>(`reviews/${encodeURIComponent(id)}`, signal).catch((error: unknown) => {
        if (error instanceof ProblemError && error.problem.status === 404) return null
        throw error
      }),
  })

export const clientsQuery = queryOptions({
  queryKey: ['clients'],
  queryFn: ({ signal }) => ask<ClientList>('clients', signal),
  refetchInterval: everyMs,
})

/** The page before stays while the next one comes, so that nothing jumps. */
export const journalQuery = (query: JournalQuery) =>
  queryOptions({
    queryKey: ['journal', query],
    queryFn: ({ signal }) =>
      ask<JournalPage>(pathWith('journal', query as Record<string, string | number | undefined>), signal),
    placeholderData: keepPreviousData,
  })

export const exchangeQuery = (id: string) =>
  queryOptions({
    queryKey: ['exchange', id],
    queryFn: ({ signal }) => ask<Exchange>(`journal/${encodeURIComponent(id)}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
