/** The first screen: is anything wrong, what must I do, what left, and what does nobody see. */
import './today.css'
import { useQueries, useQuery } from '@tanstack/react-query'
import {
  accountQuery,
  healthQuery,
  incidentsQuery,
  proposalsQuery,
  reviewsQuery,
  statusQuery,
  totalsQuery,
} from '../../api/queries.ts'
import { mayRead } from '../../api/roles.ts'
import type { Totals } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { startOfDay } from '../../i18n/quantities.ts'
import { Answered, Empty } from '../../parts/states.tsx'
import { useNow } from '../../parts/use-now.ts'
import { Coverage } from './coverage.tsx'
import { Figures } from './figures.tsx'
import { Found } from './found.tsx'
import { DaySentence, needSentence } from './sentences.tsx'
import { Split } from './split.tsx'
import { TaskList, tasksOf } from './tasks.tsx'

export function Today() {
  const { t } = useI18n()
  const now = useNow()
  const status = useQuery(statusQuery)
  const totals = useQuery({
    ...totalsQuery(startOfDay(now, status.data?.timeZone ?? null)),
    enabled: status.data !== undefined,
  })
  const { tasks, isReady } = useTasks()
  const proxy = status.data?.addresses.proxy[0] ?? ''
  return (
    <>
      <div className="lead">
        <h1>{isReady ? needSentence(tasks, t) : t('today.title')}</h1>
        {totals.data === undefined ? null : (
          <DaySentence totals={totals.data} isObserving={status.data?.mode === 'observe'} />
        )}
      </div>
      <TaskList tasks={tasks} now={now} />
      <Answered query={totals} lines={6}>
        {(sums) => (sums.exchanges === 0 ? <NothingYet proxy={proxy} /> : <Day totals={sums} />)}
      </Answered>
    </>
  )
}

function Day({ totals }: { totals: Totals }) {
  return (
    <>
      <Figures totals={totals} />
      <div className="day">
        <Split totals={totals} />
        <Found totals={totals} />
      </div>
      <Coverage totals={totals} />
    </>
  )
}

function NothingYet({ proxy }: { proxy: string }) {
  const { t } = useI18n()
  return (
    <section className="section">
      <Empty title={t('today.empty')}>
        <p>{t('today.empty.hint')}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a line that may be wider than the screen is scrolled by keys, too */}
        <pre tabIndex={0}>
          <code>curl --proxy http://{proxy} http://example.com/</code>
        </pre>
        <p>
          <a href="/setup">{t('today.empty.setup')}</a>
        </p>
      </Empty>
    </section>
  )
}

/** What somebody has to do something about; what cannot be asked now is left out, as the frame says so already. */
function useTasks() {
  const { data: account } = useQuery(accountQuery)
  const [health, incidents, proposals, reviews] = useQueries({
    queries: [
      healthQuery,
      incidentsQuery,
      { ...proposalsQuery, enabled: mayRead(account?.role, 'clients') },
      { ...reviewsQuery, enabled: mayRead(account?.role, 'reviews') },
    ],
  })
  const tasks = tasksOf({
    warnings: health.data?.warnings ?? [],
    incidents: incidents.data?.incidents ?? [],
    proposals: proposals.data?.proposals ?? [],
    reviews: reviews.data?.reviews ?? [],
  })
  return { tasks, isReady: health.data !== undefined && incidents.data !== undefined }
}
