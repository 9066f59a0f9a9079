/** What happens to which data at which kind of destination, as one table; each destination opens at the side. */
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Link } from '../../router/router.tsx'
import type { MatrixRow, PolicyView } from './asked.ts'
import { BundleTitle } from './bundle-title.tsx'
import { cellOf, differs, sortedRows, wayOf } from './cells.ts'
import { destinationName, markOf } from './words.ts'

export interface MatrixProps {
  view: PolicyView
  /** What is in force, where the view is of a draft: what differs is marked. */
  from: PolicyView | null
  chosen: string | null
  addressFor(destination: string): string
}

export function Matrix({ view, from, chosen, addressFor }: MatrixProps) {
  const { t } = useI18n()
  const { bundles, more } = view.matrix
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen is scrolled by keys, too */}
      <section className="matrix" tabIndex={0} aria-label={t('policies.matrix')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('policies.destination')}</th>
              {bundles.map((bundle) => (
                <th scope="col" key={bundle.types.join(' ')}>
                  <BundleTitle bundle={bundle} />
                  {bundle.types.length > 1 ? (
                    <span className="small quiet">{t('policies.types', { count: bundle.types.length })}</span>
                  ) : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sortedRows(view).map((row) => (
              <tr key={row.destination} data-chosen={row.destination === chosen}>
                <th scope="row">
                  <Link
                    href={addressFor(row.destination)}
                    aria-current={row.destination === chosen ? 'true' : undefined}
                  >
                    {destinationName(row, t)}
                  </Link>
                  {wayOf(row) === 'some' ? (
                    <span className="small quiet">{t('policies.way.some')}</span>
                  ) : null}
                </th>
                <Cells row={row} view={view} from={from} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 ? <p className="quiet under-table">{t('policies.matrix.more', { count: more })}</p> : null}
      <TypeNames view={view} />
    </>
  )
}

function Cells({ row, view, from }: { row: MatrixRow } & Pick<MatrixProps, 'view' | 'from'>): ReactNode {
  const { t } = useI18n()
  const { bundles } = view.matrix
  const way = wayOf(row)
  const isOther = (at: number) => from !== null && differs(row, at, { view, from })
  if (way === 'unread' || way === 'refused')
    return (
      <td colSpan={bundles.length} data-other={bundles.some((_, at) => isOther(at))}>
        <span className="verdict">
          <Icon name={way === 'unread' ? 'tunnel' : 'refuse'} />
          {t(`policies.way.${way}`)}
        </span>
      </td>
    )
  return bundles.map(({ types }, at) => {
    const cell = cellOf(row, view, at)
    if (cell === null) return null
    return (
      <td key={types.join(' ')} data-other={isOther(at)} data-mark={markOf(cell.usual)}>
        <span className="verdict">
          <Icon name={markOf(cell.usual)} />
          {t(`operator.${cell.usual}`)}
        </span>
        {cell.others.length === 0 ? null : (
          <span className="small quiet">
            {t('policies.sometimes', { what: cell.others.map((each) => t(`operator.${each}`)).join(', ') })}
          </span>
        )}
        {isOther(at) ? <span className="unseen">{t('policies.changed')}</span> : null}
      </td>
    )
  })
}

function TypeNames({ view }: { view: PolicyView }) {
  const { t } = useI18n()
  return (
    <details className="type-names">
      <summary>{t('policies.types.which')}</summary>
      <dl>
        {view.matrix.bundles.map((bundle) => (
          <div key={bundle.types.join(' ')}>
            <dt>
              <BundleTitle bundle={bundle} />
            </dt>
            <dd className="mono">{bundle.types.join(', ')}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
