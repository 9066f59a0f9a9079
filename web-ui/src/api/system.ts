/** What the System screen asks for: how the box is, who has access, what vouches for it. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  accountList,
  accountView,
  sessionList,
  sessionView,
} from '../../../gateway/api/schemas/accounts.ts'
import type { apiKeyList, apiKeyView } from '../../../gateway/api/schemas/api-keys.ts'
import type { network, protocolTable } from '../../../gateway/api/schemas/network.ts'
import type { authorityList, authorityStatus, doctorReport } from '../../../gateway/api/schemas.ts'
import { ask, pathWith } from './ask.ts'

export type Account = z.output<typeof accountView>
export type Session = z.output<typeof sessionView>
export type ApiKey = z.output<typeof apiKeyView>
export type DoctorReport = z.output<typeof doctorReport>
export type Network = z.output<typeof network>
export type ProtocolTable = z.output<typeof protocolTable>
export type Authority = z.output<typeof authorityStatus>

const everyMs = 10_000
const rowsShown = 50

/** It looks at the box, which takes seconds: only when somebody asks. */
export const doctorQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: ({ signal }) => ask<DoctorReport>('doctor', signal),
  staleTime: 5 * 60_000,
})

export const networkQuery = queryOptions({
  queryKey: ['network'],
  queryFn: ({ signal }) => ask<Network>('network', signal),
  refetchInterval: everyMs,
})

export const protocolsQuery = queryOptions({
  queryKey: ['protocols'],
  queryFn: ({ signal }) => ask<ProtocolTable>('network/protocols', signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const authoritiesQuery = queryOptions({
  queryKey: ['authorities'],
  queryFn: ({ signal }) => ask<z.output<typeof authorityList>>('authorities', signal),
})

/** All that say who has access, which one change may alter together. */
export const accessKey = ['access'] as const

/** The page before stays while the next one comes, so that nothing jumps. */
export const accountsQuery = (after: string | null) =>
  queryOptions({
    queryKey: [...accessKey, 'accounts', after],
    queryFn: ({ signal }) => ask<z.output<typeof accountList>>(pageOf('accounts', after), signal),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })

export const sessionsQuery = (whose: 'own' | 'all') =>
  queryOptions({
    queryKey: [...accessKey, 'sessions', whose],
    queryFn: ({ signal }) =>
      ask<z.output<typeof sessionList>>(whose === 'own' ? 'account/sessions' : 'sessions', signal),
    refetchInterval: everyMs,
  })

export const apiKeysQuery = (whose: 'own' | 'all', after: string | null) =>
  queryOptions({
    queryKey: [...accessKey, 'keys', whose, after],
    queryFn: ({ signal }) =>
      ask<z.output<typeof apiKeyList>>(
        pageOf(whose === 'own' ? 'account/api-keys' : 'api-keys', after),
        signal,
      ),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  })

function pageOf(path: string, after: string | null): string {
  return pathWith(path, { limit: rowsShown, after: after ?? undefined })
}
