/** Whose work the gateway is built of, and under which licence: made of the lock file when the interface is built. */
import { useI18n } from '../../i18n/i18n.tsx'
import { Sheet } from './sheet.tsx'

const { node, packages } = BUILT_OF

export function Licences() {
  const { t, rich } = useI18n()
  const running = packages.filter(({ isDev }) => !isDev)
  const building = packages.filter(({ isDev }) => isDev)
  return (
    <>
      <p className="prose under">
        {rich('system.licences.count', {
          running: running.length,
          node: <span className="mono">{node}</span>,
        })}
      </p>
      <Table label={t('system.licences.running')} rows={running} />
      <details className="more">
        <summary>{t('system.licences.building', { count: building.length })}</summary>
        <Table label={t('system.licences.tools')} rows={building} />
      </details>
    </>
  )
}

function Table({ label, rows }: { label: string; rows: typeof packages }) {
  const { t } = useI18n()
  return (
    <Sheet label={label} columns={[t('system.package'), t('system.version'), t('system.licence')]}>
      {rows.map(({ name, version, licence }) => (
        <tr key={`${name} ${version}`}>
          <th scope="row" className="mono">
            {name}
          </th>
          <td className="mono">{version}</td>
          <td className="mono">{licence}</td>
        </tr>
      ))}
    </Sheet>
  )
}
