/** What stands in place of content: while it comes, when it cannot, when there is none, and when the box is silent. */
import { Button, Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from './icons.tsx'
import { problemWords } from './problem-words.ts'

/** Calm and of the size of what comes, so that nothing jumps. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useI18n()
  return (
    <div className="loading" role="status">
      <span className="unseen">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, at) => `${at}`).map((key) => (
        <Skeleton key={key} height={20} mt={16} radius={4} />
      ))}
    </div>
  )
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  )
}

export interface FailedProps {
  error: Error
  retry?: () => void
}

export function Failed({ error, retry }: FailedProps) {
  const { t } = useI18n()
  const { title, hint } = problemWords(error, t)
  return (
    <div className="empty" role="alert">
      <h2>
        <Icon name="fail" /> {title}
      </h2>
      {hint === undefined ? null : <p>{hint}</p>}
      {retry === undefined ? null : (
        <Button variant="default" size="sm" onClick={retry}>
          {t('state.again')}
        </Button>
      )}
    </div>
  )
}

/** One of the states, or what the answer says. An answer that was there stays while newer ones fail. */
export function Answered<Data>({
  query,
  lines = 4,
  children,
}: {
  query: UseQueryResult<Data>
  lines?: number
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error !== null) return <Failed error={query.error} retry={() => void query.refetch()} />
  return <Loading lines={lines} />
}
