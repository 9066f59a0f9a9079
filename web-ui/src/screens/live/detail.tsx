/** One exchange at the side: why it was decided so, what was changed, and its facts. */
import './detail.css'
import { useQuery } from '@tanstack/react-query'
import { ProblemError } from '../../api/ask.ts'
import { exchangeQuery } from '../../api/queries.ts'
import type { Exchange } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { FactList } from '../../parts/facts.tsx'
import { clientLabel, hostLabel } from '../../parts/labels.ts'
import { SidePane } from '../../parts/side-pane.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useNow } from '../../parts/use-now.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { Link } from '../../router/router.tsx'
import { isAnswerable } from './answerable.ts'
import { BeforeAfter } from './before-after.tsx'
import { ExchangeAnswer } from './exchange-answer.tsx'
import { ReasonChain } from './reason-chain.tsx'

export interface DetailProps {
  id: string
  /** Those that are shown together with it, newest first. */
  alike: readonly Exchange[]
  names: ReadonlyMap<string, string>
  addressFor(id: string): string
  close(): void
}

export function Detail({ id, alike, names, addressFor, close }: DetailProps) {
  const { t } = useI18n()
  const known = alike.find((record) => record.id === id)
  const query = useQuery({ ...exchangeQuery(id), ...(known === undefined ? {} : { initialData: known }) })
  const isMissing = query.error instanceof ProblemError && [400, 404].includes(query.error.problem.status)
  return (
    <SidePane label={t('live.details', { host: query.data?.destination ?? '' })} close={close}>
      {isMissing ? (
        <Empty title={t('detail.missing')} />
      ) : (
        <Answered query={query}>
          {(exchange) => (
            <>
              <h2 className="mono detail-host">{hostLabel(exchange)}</h2>
              <p className="detail-verdict">
                <Verdict action={exchange.action} />
                {exchange.observed ? <span className="quiet">({t('live.observed')})</span> : null}
              </p>
              <ReasonChain exchange={exchange} />
              {isAnswerable(exchange) ? <ExchangeAnswer id={exchange.id} /> : null}
              <BeforeAfter exchange={exchange} />
              {isAnswerable(exchange) ? null : <JudgedWrongly />}
              <Facts exchange={exchange} names={names} />
              <Others id={id} alike={alike} addressFor={addressFor} />
            </>
          )}
        </Answered>
      )}
    </SidePane>
  )
}

/** What every other exchange was done by is a rule: corrected on the box. */
function JudgedWrongly() {
  const { t, rich } = useI18n()
  const commands = { allow: <code>gatehouse policy allow</code>, deny: <code>gatehouse policy deny</code> }
  return (
    <section aria-labelledby="wrong">
      <h3 id="wrong">{t('detail.wrong')}</h3>
      <p className="quiet">{rich('detail.wrong.onBox', commands)}</p>
    </section>
  )
}

function Facts({ exchange, names }: { exchange: Exchange; names: ReadonlyMap<string, string> }) {
  const { t, bytes, dateTime, duration } = useI18n()
  const label = clientLabel(exchange, names)
  const facts = [
    [t('detail.at'), dateTime(exchange.at)],
    [t('live.client'), label === exchange.client ? label : `${label} (${exchange.client})`],
    [t('detail.request'), [exchange.method, exchange.pathTemplate].filter((part) => part !== null).join(' ')],
    [t('detail.status'), exchange.status === null ? t('detail.status.none') : String(exchange.status)],
    [t('detail.took'), duration(exchange.durationMs)],
    [
      t('detail.sizes'),
      t('detail.sizes.value', {
        sent: bytes(exchange.requestBytes),
        forwarded: bytes(exchange.forwardedBytes),
        received: bytes(exchange.responseBytes),
      }),
    ],
    [t('detail.address'), exchange.address ?? ''],
    [t('detail.notes'), exchange.notes.join(', ')],
    [t('detail.id'), exchange.id],
  ] as const
  return (
    <section aria-labelledby="facts">
      <h3 id="facts">{t('detail.facts')}</h3>
      <FactList facts={facts} />
    </section>
  )
}

/** More than these fill the pane and tell nothing new. */
const othersShown = 20

function Others({ id, alike, addressFor }: Pick<DetailProps, 'id' | 'alike' | 'addressFor'>) {
  const { t, time } = useI18n()
  const now = useNow()
  if (alike.length < 2) return null
  return (
    <section aria-labelledby="alike">
      <h3 id="alike">{t('live.alike', { count: alike.length })}</h3>
      <ul className="others">
        {alike.slice(0, othersShown).map((record) => (
          <li key={record.id}>
            <Link href={addressFor(record.id)} aria-current={record.id === id ? 'true' : undefined}>
              {time(record.at, now)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
