/** One machine at the side: what it is called, where it belongs, whether it is cut off; each decided in place. */
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId } from 'react'
import { accountQuery } from '../../api/queries.ts'
import { mayChange } from '../../api/roles.ts'
import type { Client, ClientList } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { FactList } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { SidePane } from '../../parts/side-pane.tsx'
import type { Deeds } from '../../parts/use-deeds.ts'
import { Standing } from './standing.tsx'
import { type MachineDeeds, useMachineDeeds } from './use-machine-deeds.ts'

export interface MachinePaneProps {
  client: Client
  list: ClientList
  close(): void
}

export function MachinePane({ client, list, close }: MachinePaneProps) {
  const { t, dateTime } = useI18n()
  const { data: account } = useQuery(accountQuery)
  const mayDecide = mayChange(account?.role, 'clients')
  const label = client.name ?? client.hardware
  const facts = [
    [t('clients.card'), client.hardware],
    [t('clients.addresses'), client.addresses.join(', ')],
    [t('clients.seen'), dateTime(client.seenAt)],
    [t('clients.firstSeen'), dateTime(client.firstSeenAt)],
  ] as const
  return (
    <SidePane label={t('clients.details', { name: label })} close={close}>
      <h2 className={client.name === null ? 'mono machine-name' : 'machine-name'}>{label}</h2>
      <p className="machine-standing">
        <Standing client={client} />
      </p>
      {client.contested.length > 0 || client.isShared ? (
        <p className="quiet">{t(client.isShared ? 'clients.shared' : 'clients.contested')}</p>
      ) : null}
      {mayDecide && list.isWatching ? (
        <Decide client={client} groups={list.groups} />
      ) : (
        <section>
          <p className="quiet">{t(mayDecide ? 'problem.CLIENTS_OFF' : 'clients.readOnly')}</p>
        </section>
      )}
      <section aria-labelledby="machine-facts">
        <h3 id="machine-facts">{t('clients.machine')}</h3>
        <FactList facts={facts} />
      </section>
    </SidePane>
  )
}

function Decide({ client, groups }: { client: Client; groups: readonly string[] }) {
  const { t } = useI18n()
  const { busy, carryOut, deeds } = useMachineDeeds(client)
  return (
    <>
      <section aria-labelledby="machine-whose">
        <h3 id="machine-whose">{t(client.state === 'unknown' ? 'clients.whose' : 'clients.called')}</h3>
        <NameForm key={client.name} {...{ client, busy, carryOut, deeds }} />
        {groups.length === 0 ? null : <GroupChoice {...{ client, groups, busy, carryOut, deeds }} />}
        {client.state === 'guest' || client.hardware.startsWith('device:') ? null : (
          <p className="decision">
            <button
              type="button"
              className="button"
              disabled={busy !== null}
              onClick={() => void carryOut(deeds.guest())}
            >
              {t('clients.guest')}
            </button>
            <span className="small quiet">{t('clients.guest.hint')}</span>
          </p>
        )}
      </section>
      <section aria-labelledby="machine-cut">
        <h3 id="machine-cut">{t('clients.cut')}</h3>
        <p className="decision">
          <button
            type="button"
            className="button"
            disabled={busy !== null}
            onClick={() =>
              void carryOut(client.quarantinedAt === null ? deeds.quarantine() : deeds.release())
            }
          >
            {t(client.quarantinedAt === null ? 'clients.quarantine' : 'clients.release')}
          </button>
          <span className="small quiet">
            {t(client.quarantinedAt === null ? 'clients.quarantine.hint' : 'clients.release.hint')}
          </span>
        </p>
      </section>
    </>
  )
}

interface DecideProps extends Deeds {
  client: Client
  deeds: MachineDeeds
}

function NameForm({ client, busy, carryOut, deeds }: DecideProps) {
  const { t } = useI18n()
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    if (name !== client.name) void carryOut(deeds.name(name))
  }
  return (
    <form className="name-form" onSubmit={save}>
      <Field
        label={t('clients.name')}
        name="name"
        defaultValue={client.name ?? ''}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit" className="button" disabled={busy !== null}>
        {t('clients.name.save')}
      </button>
    </form>
  )
}

function GroupChoice({ client, groups, busy, carryOut, deeds }: DecideProps & { groups: readonly string[] }) {
  const { t } = useI18n()
  const id = useId()
  const gone = client.group !== null && !groups.includes(client.group) ? [client.group] : []
  return (
    <div className="field">
      <label htmlFor={id}>{t('clients.group')}</label>
      <select
        id={id}
        value={client.group ?? ''}
        disabled={busy !== null}
        onChange={({ target }) => void carryOut(deeds.group(target.value === '' ? null : target.value))}
      >
        <option value="">{t('clients.noGroup')}</option>
        {[...groups, ...gone].map((group) => (
          <option key={group} value={group}>
            {group}
          </option>
        ))}
      </select>
    </div>
  )
}
