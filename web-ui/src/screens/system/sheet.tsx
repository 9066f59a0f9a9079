/** A table that is scrolled sideways where it is wider than the screen, by keys, too; and the way to its next page. */
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { addressOf, Link, usePlace } from '../../router/router.tsx'

export interface SheetProps {
  label: string
  /** An empty one is of what can be done, which needs no head. */
  columns: readonly string[]
  children: ReactNode
}

export function Sheet({ label, columns, children }: SheetProps) {
  const { t } = useI18n()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen is scrolled by keys, too
    <section className="sheet" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column === '' ? <span className="unseen">{t('system.do')}</span> : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** `name` is that of the cursor in the address, so that going back leads to the page before. */
export function NextPage({ name, next }: { name: string; next: string | null }) {
  const { t } = useI18n()
  const { search } = usePlace()
  const at = (cursor: string | null) =>
    addressOf('system/access', { ...Object.fromEntries(search), [name]: cursor })
  const isFirst = search.get(name) === null
  if (next === null && isFirst) return null
  return (
    <p className="next-page">
      {isFirst ? null : <Link href={at(null)}>{t('system.page.first')}</Link>}
      {next === null ? null : <Link href={at(next)}>{t('system.page.next')}</Link>}
    </p>
  )
}
