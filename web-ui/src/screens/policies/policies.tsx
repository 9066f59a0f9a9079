/** What may leave, to whom, in what form: the table, the rules in order, the draft, and who published what. */
import './policies.css'
import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '../../api/queries.ts'
import { mayChange } from '../../api/roles.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Answered } from '../../parts/states.tsx'
import { addressOf, goTo, Link, usePlace } from '../../router/router.tsx'
import { checkQuery, type Overview, overviewQuery } from './asked.ts'
import { sortedRows, wayOf } from './cells.ts'
import { Destination } from './destination.tsx'
import { Edit } from './edit.tsx'
import { History } from './history.tsx'
import { Matrix } from './matrix.tsx'
import { Rules } from './rules.tsx'
import { useWork, type Work } from './unsaved.ts'
import { whoIs } from './words.ts'

const tabs = ['what', 'rules', 'edit', 'history'] as const

export function Policies() {
  const { t } = useI18n()
  const overview = useQuery(overviewQuery)
  return (
    <>
      <div className="lead">
        <h1>{t('policies.title')}</h1>
        {overview.data === undefined ? null : <Sentence overview={overview.data} />}
      </div>
      <Answered query={overview} lines={10}>
        {(answer) => <Content overview={answer} />}
      </Answered>
    </>
  )
}

function Sentence({ overview: { view } }: { overview: Overview }) {
  const { rich } = useI18n()
  const unread = view.matrix.rows.filter((row) => wayOf(row) === 'unread').length
  return (
    <p>
      {rich(view.mode === 'observe' ? 'policies.sentence.observe' : 'policies.sentence', {
        rules: view.rules.length,
        destinations: view.matrix.rows.length - 1,
        unread,
      })}
    </p>
  )
}

function Content({ overview }: { overview: Overview }) {
  const { t } = useI18n()
  const { search } = usePlace()
  const { data: account } = useQuery(accountQuery)
  const isEditor = mayChange(account?.role, 'policy')
  const work = useWork(overview)
  const tab = tabs.find((each) => each === search.get('view')) ?? 'what'
  return (
    <>
      <Notices overview={overview} work={work} tab={tab} />
      <nav className="tabs" aria-label={t('policies.title')}>
        {tabs.map((each) => (
          <Link
            key={each}
            href={addressOf('policies', { view: each === 'what' ? null : each })}
            aria-current={each === tab ? 'page' : undefined}
          >
            {t(`policies.tab.${each}`)}
          </Link>
        ))}
      </nav>
      {tab === 'what' ? <What overview={overview} work={work} isEditor={isEditor} /> : null}
      {tab === 'rules' ? <Rules view={overview.view} /> : null}
      {tab === 'edit' ? <Edit overview={overview} work={work} mayChange={isEditor} /> : null}
      {tab === 'history' ? <History overview={overview} mayChange={isEditor} /> : null}
    </>
  )
}

function Notices({ overview, work, tab }: { overview: Overview; work: Work; tab: string }) {
  const { t, dateTime } = useI18n()
  const { isInForce, draft } = overview
  return (
    <>
      {isInForce ? null : (
        <p className="notice policy-notice" role="status">
          <span className="soon">
            <Icon name="soon" />
          </span>
          {t('policies.notInForce')}
        </p>
      )}
      {tab === 'edit' || (draft === null && !work.isDirty) ? null : (
        <p className="notice policy-notice">
          <Icon name="note" />
          <span>
            {work.isDirty || draft === null
              ? t('policies.draft.unsaved')
              : t('policies.draft.saved', {
                  who: whoIs(draft.savedBy, draft.savedByName, t),
                  when: dateTime(draft.savedAt),
                })}{' '}
            <Link href={addressOf('policies', { view: 'edit' })}>{t('policies.draft.open')}</Link>
          </span>
        </p>
      )}
    </>
  )
}

/** Of what is in force or, where there is a sound draft, of that with what differs marked. */
function What({ overview, work, isEditor }: { overview: Overview; work: Work; isEditor: boolean }) {
  const { t } = useI18n()
  const { search } = usePlace()
  const isOther = work.text !== overview.text
  const check = useQuery({ ...checkQuery(work.text), enabled: isEditor && isOther })
  const drafted = isOther ? (check.data?.view ?? null) : null
  const isDraft = drafted !== null && search.get('of') === 'draft'
  const view = isDraft ? drafted : overview.view
  const chosen = search.get('to')
  const of = isDraft ? 'draft' : null
  const row = sortedRows(view).find(({ destination }) => destination === chosen)
  return (
    <>
      {drafted === null ? null : (
        <nav className="panels" aria-label={t('policies.which')}>
          {([null, 'draft'] as const).map((each) => (
            <Link
              key={each}
              href={addressOf('policies', { of: each, to: chosen })}
              aria-current={each === of ? 'page' : undefined}
            >
              {t(each === null ? 'policies.which.inForce' : 'policies.which.draft')}
            </Link>
          ))}
        </nav>
      )}
      <div className="with-pane" data-open={row !== undefined}>
        <div>
          <Matrix
            view={view}
            from={isDraft ? overview.view : null}
            chosen={chosen}
            addressFor={(destination) => addressOf('policies', { of, to: destination })}
          />
        </div>
        {row === undefined ? null : (
          <Destination
            key={row.destination}
            row={row}
            view={view}
            close={() => goTo(addressOf('policies', { of }))}
          />
        )}
      </div>
    </>
  )
}
