/** Replays the last week of the journal under the draft, and says which outcomes would be others. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { entityName } from '../../parts/entity-name.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { addressOf, Link } from '../../router/router.tsx'
import { type Replayed, replay } from './asked.ts'
import { Trouble } from './trouble.tsx'

const weekMs = 7 * 24 * 3_600_000

export function ReplayPanel({ text }: { text: string | null }) {
  const { t } = useI18n()
  const replaying = useMutation({ mutationFn: replay })
  const begin = () => {
    const until = Date.now()
    replaying.mutate({ text, since: until - weekMs, until, limit: 20 })
  }
  return (
    <section className="replay" aria-label={t('policies.panel.replay')}>
      <p className="quiet">{t('policies.replay.hint')}</p>
      <Button variant="default" onClick={begin} loading={replaying.isPending}>
        {t('policies.replay.go')}
      </Button>
      {replaying.isPending ? <p role="status">{t('policies.replay.reading')}</p> : null}
      {replaying.error === null ? null : <Trouble error={replaying.error} />}
      {replaying.data === undefined || replaying.isPending ? null : <Report report={replaying.data} />}
    </section>
  )
}

function Report({ report }: { report: Replayed }) {
  const { t, rich, number } = useI18n()
  const { exchanges, changed, unknown, moves, destinations, types, why, missing } = report
  if (exchanges === 0) return <p role="status">{t('policies.replay.none')}</p>
  return (
    <div className="result" role="status">
      <p>{rich('policies.replay.sentence', { exchanges, changed, unknown })}</p>
      {missing.length === 0 ? null : <p className="soon">{t('policies.replay.missing')}</p>}
      <Moves moves={moves} />
      <Table
        title={t('policies.destination')}
        rows={destinations.filter((row) => row.changed > 0)}
        name={(row) =>
          row.name === null ? (
            '—'
          ) : (
            <Link href={addressOf('live', { destination: row.name })}>{row.name}</Link>
          )
        }
        told={(row) =>
          t('policies.replay.of', { changed: number(row.changed), exchanges: number(row.exchanges) })
        }
      />
      <Table
        title={t('policies.replay.types')}
        rows={types}
        name={({ destination, type }) => `${entityName(type, undefined, t)} · ${destination}`}
        told={({ from, to, findings }) =>
          `${number(findings)} × ${t(`operator.${from}`)} → ${to === null ? t('policies.replay.cannot') : t(`operator.${to}`)}`
        }
      />
      {why.length === 0 ? null : (
        <>
          <h2>{t('policies.replay.why')}</h2>
          <ul className="whys">
            {why.map((each) => (
              <li key={each.why}>
                {number(each.exchanges)} × {each.sentence}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Moves({ moves }: Pick<Replayed, 'moves'>) {
  const { t, number } = useI18n()
  const known = moves.filter(({ to }) => to !== null)
  if (known.length === 0) return <p className="quiet">{t('policies.replay.same')}</p>
  return (
    <ul className="moves">
      {known.map(({ from, to, exchanges }) => (
        <li key={`${from} ${to}`}>
          <span className="move-count">{number(exchanges)}</span>
          <Verdict action={from} /> → {to === null ? null : <Verdict action={to} />}
        </li>
      ))}
    </ul>
  )
}

interface TableProps<Row> {
  title: string
  rows: readonly Row[]
  name(row: Row): ReactNode
  told(row: Row): string
}

function Table<Row>({ title, rows, name, told }: TableProps<Row>) {
  const { t } = useI18n()
  if (rows.length === 0) return null
  return (
    <table className="found">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{t('policies.replay.otherwise')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer have their places and nothing else
          <tr key={at}>
            <td className="mono">{name(row)}</td>
            <td>{told(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
