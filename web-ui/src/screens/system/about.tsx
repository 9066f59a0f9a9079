/** What runs here: version, processes and their figures, and whose work it is built of. */
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { accountQuery, statusQuery } from '../../api/queries.ts'
import { mayRead } from '../../api/roles.ts'
import type { GatewayStatus } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Answered, Loading } from '../../parts/states.tsx'
import { addressOf, Link, usePlace } from '../../router/router.tsx'
import { Fact } from './fact.tsx'
import { When } from './when.tsx'

/** Some hundred lines that hardly anybody reads: fetched when they are. */
const Licences = lazy(async () => ({ default: (await import('./licences.tsx')).Licences }))

export function About() {
  const { t } = useI18n()
  const status = useQuery(statusQuery)
  const { data: account } = useQuery(accountQuery)
  const showsLicences = usePlace().search.get('licences') === 'shown'
  return (
    <>
      <div className="lead">
        <h1>
          {status.data === undefined
            ? t('system.about')
            : t('system.about.title', { version: status.data.version })}
        </h1>
        <p>{t('system.about.lead')}</p>
      </div>
      <Answered query={status}>
        {(answer) => <Processes status={answer} mayReadMetrics={mayRead(account?.role, 'doctor')} />}
      </Answered>
      <section className="section" aria-labelledby="licences">
        <h2 id="licences">{t('system.licences')}</h2>
        <p className="prose under">{t('system.licences.own')}</p>
        {showsLicences ? (
          <Suspense fallback={<Loading />}>
            <Licences />
          </Suspense>
        ) : (
          <Link href={addressOf('system/about', { licences: 'shown' })}>{t('system.licences.show')}</Link>
        )}
      </section>
    </>
  )
}

function Processes({ status, mayReadMetrics }: { status: GatewayStatus; mayReadMetrics: boolean }) {
  const { t, number, bytes } = useI18n()
  const sum = (of: (worker: GatewayStatus['workerProcesses'][number]) => number) =>
    status.workerProcesses.reduce((total, worker) => total + of(worker), 0)
  return (
    <section className="section" aria-labelledby="processes">
      <h2 id="processes">{t('system.processes')}</h2>
      <dl className="system-facts">
        <Fact name={t('system.fact.mode')}>{t('system.mode', { mode: status.mode })}</Fact>
        <Fact name={t('system.fact.policy')}>
          <span className="mono">{status.policyVersion}</span>
        </Fact>
        <Fact name={t('system.fact.started')}>
          <When at={status.startedAt} never="" />
        </Fact>
        <Fact name={t('system.fact.workers')}>{number(status.workers)}</Fact>
        {status.workers === 0 ? null : (
          <>
            <Fact name={t('system.fact.connections')}>{number(sum(({ connections }) => connections))}</Fact>
            <Fact name={t('system.fact.memory')}>{bytes(sum(({ residentBytes }) => residentBytes))}</Fact>
            <Fact name={t('system.fact.replaced')}>{number(sum(({ replaced }) => replaced))}</Fact>
          </>
        )}
      </dl>
      {mayReadMetrics ? (
        <p className="under-table">
          <a href="/metrics">{t('system.metrics')}</a>
        </p>
      ) : null}
    </section>
  )
}
