/** The passkeys of one's own account: each with its last use and the button that removes it, and the way to another. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { change, ProblemError } from '../../api/ask.ts'
import { addPasskey, isAtBareAddress, type Passkey, passkeysKey, passkeysQuery } from '../../api/passkeys.ts'
import { accountQuery } from '../../api/queries.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Field } from '../../parts/field.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Answered } from '../../parts/states.tsx'
import { type Deeds, useDeeds } from '../../parts/use-deeds.ts'
import { Sheet } from '../system/sheet.tsx'
import { When } from '../system/when.tsx'
import { Proof } from './proof.tsx'

export function Passkeys({ hasApp }: { hasApp: boolean }) {
  const { t } = useI18n()
  const list = useQuery(passkeysQuery)
  const deeds = useDeeds([passkeysKey, accountQuery.queryKey])
  return (
    <section className="section">
      <h2>{t('account.passkeys')}</h2>
      <Answered query={list}>
        {({ passkeys }) => (
          <>
            {passkeys.length === 0 ? (
              <p className="quiet">{t('account.passkeys.none')}</p>
            ) : (
              <PasskeyTable {...{ passkeys, deeds }} />
            )}
            {isAtBareAddress() ? (
              <p className="quiet under-table">
                {t('account.passkeys.bare', { address: window.location.hostname })}
              </p>
            ) : (
              <AddPasskey {...{ deeds, hasApp }} hasPasskey={passkeys.length > 0} />
            )}
          </>
        )}
      </Answered>
    </section>
  )
}

function PasskeyTable({ passkeys, deeds }: { passkeys: readonly Passkey[]; deeds: Deeds }) {
  const { t } = useI18n()
  const remove = (id: string, name: string) =>
    void deeds.carryOut({
      name: id,
      run: () => change<Passkey>(`account/passkeys/${id}/remove`),
      done: () => ({ text: t('account.passkey.removed', { name }) }),
    })
  const columns = ['account.passkey', 'account.passkey.host', 'account.passkey.added', 'system.seen'] as const
  return (
    <Sheet label={t('account.passkeys')} columns={[...columns.map((column) => t(column)), '']}>
      {passkeys.map(({ id, name, reachedBy, addedAt, usedAt }) => (
        <tr key={id}>
          <th scope="row">{name}</th>
          <td className="mono">{reachedBy}</td>
          <td>
            <When at={addedAt} never="" />
          </td>
          <td>
            <When at={usedAt} never={t('system.never')} />
          </td>
          <td className="act">
            <Button
              variant="default"
              size="xs"
              aria-label={`${t('account.passkey.remove')}: ${name}`}
              loading={deeds.busy === id}
              onClick={() => remove(id, name)}
            >
              {t('account.passkey.remove')}
            </Button>
          </td>
        </tr>
      ))}
    </Sheet>
  )
}

/** The gateway asks for a fresh second factor where there was none for a while: then that is asked for first. */
function AddPasskey({ deeds, hasApp, hasPasskey }: { deeds: Deeds; hasApp: boolean; hasPasskey: boolean }) {
  const { t } = useI18n()
  const [name, setName] = useState('')
  const [isProving, prove] = useState(false)
  const [failed, fail] = useState<Error | null>(null)
  const add = async () => {
    fail(null)
    await deeds.carryOut({
      name: 'add',
      run: () =>
        addPasskey(name.trim()).catch((error: Error) => {
          if (!(error instanceof ProblemError && error.problem.code === 'FRESH_FACTOR_NEEDED')) fail(error)
          throw error
        }),
      done: () => {
        setName('')
        return { text: t('account.passkey.isAdded', { name: name.trim() }) }
      },
    })
  }
  const begin = (event: FormEvent) => {
    event.preventDefault()
    prove(true)
  }
  const words = failed === null ? null : problemWords(failed, t)
  if (isProving)
    return (
      <Proof
        {...{ hasApp, hasPasskey }}
        why={t('account.proof.add')}
        done={() => {
          prove(false)
          void add()
        }}
        leave={() => prove(false)}
      />
    )
  return (
    <form className="door-form account-form" onSubmit={begin}>
      <Field
        label={t('account.passkey.name')}
        hint={t('account.passkey.name.hint')}
        name="passkey"
        maxLength={40}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="buttons">
        <button type="submit" className="button button-main" disabled={deeds.busy === 'add'}>
          {t('account.passkey.add')}
        </button>
      </div>
      {words === null ? null : (
        <p role="alert" className="small now">
          {words.title} {words.hint}
        </p>
      )}
    </form>
  )
}
