/** What is leaving right now, and what was done to it: the list, its filter as a sentence, and one exchange at the side. */
import './live.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ProblemError } from '../../api/ask.ts'
import { accountQuery, clientsQuery, journalQuery, statusQuery } from '../../api/queries.ts'
import { mayRead } from '../../api/roles.ts'
import type { JournalPage } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { namesOf } from '../../parts/machines.ts'
import { Answered, Empty } from '../../parts/states.tsx'
import { addressOf, goTo, Link, usePlace } from '../../router/router.tsx'
import { eachAlone, groupAlike } from './alike.ts'
import { Detail } from './detail.tsx'
import { ExchangeTable } from './exchange-table.tsx'
import { FilterSentence } from './filter-sentence.tsx'
import { type Filters, filtersIn, isNarrowed, noFilters, queryOf, since } from './filters.ts'
import { LiveState } from './live-state.tsx'
import { type Arrivals, useArrivals } from './use-arrivals.ts'

export function Live() {
  const { t } = useI18n()
  const { search } = usePlace()
  const filters = useMemo(() => filtersIn(search), [search])
  const before = search.get('before')
  const chosen = search.get('id')
  const isGrouped = search.get('alike') !== 'apart'
  const { data: account } = useQuery(accountQuery)
  const { data: clients } = useQuery({ ...clientsQuery, enabled: mayRead(account?.role, 'clients') })
  const names = useMemo(() => namesOf(clients?.clients ?? []), [clients])
  const query = useFirstQuestion(filters, before)
  const page = useQuery(journalQuery(query))
  const arrivals = useArrivals(filters, JSON.stringify(query))
  const show = (change: Partial<Filters & { alike: string | null }>) =>
    goTo(addressOf('live', { ...filters, alike: search.get('alike'), ...change }))
  const addressFor = (id: string | null) => addressOf('live', { ...Object.fromEntries(search), id })

  return (
    <div className="with-pane" data-open={chosen !== null}>
      <div className="live-list">
        <div className="lead">
          <h1>{t('live.title')}</h1>
          <LiveState arrivals={arrivals} isOld={before !== null} />
        </div>
        <FilterSentence filters={filters} names={names} change={show} />
        <label className="alike">
          <input
            type="checkbox"
            checked={isGrouped}
            onChange={() => show({ alike: isGrouped ? 'apart' : null })}
          />
          {t('live.group')}
        </label>
        {page.error instanceof ProblemError && page.error.problem.status === 400 ? (
          <Empty title={t('live.invalid', { text: [filters.client, filters.destination].join(' ').trim() })}>
            <Link href={addressOf('live')}>{t('live.filter.clear')}</Link>
          </Empty>
        ) : (
          <Answered query={page} lines={10}>
            {(answer) => {
              const records = before === null ? joined(arrivals, answer) : answer.records
              if (records.length === 0) return <Nothing page={answer} filters={filters} />
              return (
                <ExchangeTable
                  groups={isGrouped ? groupAlike(records) : eachAlone(records)}
                  {...{ names, chosen, addressFor }}
                />
              )
            }}
          </Answered>
        )}
        <Pager next={page.data?.next ?? null} before={before} search={search} />
      </div>
      {chosen === null ? null : (
        <Detail
          key={chosen}
          id={chosen}
          alike={alikeOf(chosen, before === null ? joined(arrivals, page.data) : (page.data?.records ?? []))}
          {...{ names, addressFor }}
          close={() => goTo(addressFor(null))}
        />
      )}
    </div>
  )
}

/** "In the last hour" is told from when the sentence was made, or the list would be asked for anew each moment. */
function useFirstQuestion(filters: Filters, before: string | null) {
  const { data: status } = useQuery(statusQuery)
  const timeZone = status?.timeZone ?? null
  return useMemo(
    () => queryOf(filters, filters.when === '' ? null : since(filters.when, Date.now(), timeZone), before),
    [filters, before, timeZone],
  )
}

/** What came in stands above the page, and nothing stands there twice. */
function joined({ shown }: Arrivals, page: JournalPage | undefined) {
  const known = new Set(page?.records.map(({ id }) => id))
  return [...shown.filter(({ id }) => !known.has(id)), ...(page?.records ?? [])]
}

function alikeOf(id: string, records: JournalPage['records']) {
  return groupAlike(records).find((group) => group.records.some((record) => record.id === id))?.records ?? []
}

/** A search stops after a while, so that it holds nothing up: an empty page with a cursor means "go on". */
function Nothing({ page, filters }: { page: JournalPage; filters: Filters }) {
  const { t } = useI18n()
  if (page.next !== null) return <Empty title={t('live.none.soFar')} />
  if (!isNarrowed(filters)) return <Empty title={t('live.empty')}>{<p>{t('live.empty.hint')}</p>}</Empty>
  return (
    <Empty title={t('live.none')}>
      <p>{t('live.none.hint')}</p>
      <p>
        <Link href={addressOf('live', { ...noFilters })}>{t('live.filter.clear')}</Link>
      </p>
    </Empty>
  )
}

function Pager({
  next,
  before,
  search,
}: {
  next: string | null
  before: string | null
  search: URLSearchParams
}) {
  const { t } = useI18n()
  const at = (cursor: string | null) =>
    addressOf('live', { ...Object.fromEntries(search), id: null, before: cursor })
  if (next === null && before === null) return null
  return (
    <p className="pager">
      {before === null ? null : <Link href={at(null)}>{t('live.newest')}</Link>}
      {next === null ? null : <Link href={at(next)}>{t('live.earlier')}</Link>}
    </p>
  )
}
