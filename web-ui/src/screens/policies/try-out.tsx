/** Tries a made-up request on the draft: what is found in it, by which rule, and what would leave. Nothing is sent or kept. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { entityName } from '../../parts/entity-name.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { type TestAnswer, tryOut } from './asked.ts'
import { Trouble } from './trouble.tsx'

const methods = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const
const types = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'text/csv',
  'application/xml',
]

export function TryOut({ text }: { text: string | null }) {
  const { t } = useI18n()
  const id = useId()
  const [body, setBody] = useState('')
  const [asked, setAsked] = useState('')
  const trying = useMutation({ mutationFn: tryOut })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '')
    setAsked(body)
    trying.mutate({
      ...{ text, body, destination: said('destination').trim(), method: said('method') },
      ...{ path: said('path').trim() || '/', contentType: body === '' ? '' : said('type') },
    })
  }
  return (
    <section className="try" aria-label={t('policies.panel.try')}>
      <p className="quiet">{t(text === null ? 'policies.try.inForce' : 'policies.try.draft')}</p>
      <form onSubmit={submit}>
        <label htmlFor={`${id}-to`}>{t('policies.destination')}</label>
        <input id={`${id}-to`} name="destination" required maxLength={300} placeholder="api.example.com" />
        <div className="try-line">
          <div>
            <label htmlFor={`${id}-method`}>{t('policies.try.method')}</label>
            <select id={`${id}-method`} name="method">
              {methods.map((method) => (
                <option key={method}>{method}</option>
              ))}
            </select>
          </div>
          <div>
            <label htmlFor={`${id}-path`}>{t('policies.try.path')}</label>
            <input id={`${id}-path`} name="path" defaultValue="/" maxLength={4000} />
          </div>
          <div>
            <label htmlFor={`${id}-type`}>{t('policies.try.type')}</label>
            <select id={`${id}-type`} name="type">
              {types.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </select>
          </div>
        </div>
        <label htmlFor={`${id}-body`}>{t('policies.try.body')}</label>
        <textarea
          id={`${id}-body`}
          rows={6}
          maxLength={100_000}
          spellCheck={false}
          autoComplete="off"
          value={body}
          onChange={({ target }) => setBody(target.value)}
        />
        <Button type="submit" variant="default" loading={trying.isPending}>
          {t('policies.try.go')}
        </Button>
      </form>
      {trying.error === null ? null : <Trouble error={trying.error} />}
      {trying.data === undefined ? null : <Result answer={trying.data} before={asked} />}
    </section>
  )
}

function Result({ answer, before }: { answer: TestAnswer; before: string }) {
  const { t } = useI18n()
  const { action, reason, findings, body, exchangeRule, connectionRule, observed } = answer
  return (
    <div className="result" role="status">
      <p className="detail-verdict">
        <Verdict action={action} /> {observed ? t('policies.try.observed') : null}
      </p>
      <p>{t(`reason.${reason}`)}</p>
      <p className="quiet">
        {t('policies.try.rule')} <code>{[connectionRule, exchangeRule].filter(Boolean).join(' → ')}</code>
      </p>
      {findings.length === 0 ? null : (
        <table className="found">
          <thead>
            <tr>
              <th scope="col">{t('policies.try.found')}</th>
              <th scope="col">{t('policies.try.where')}</th>
              <th scope="col">{t('policies.try.done')}</th>
            </tr>
          </thead>
          <tbody>
            {findings.slice(0, 50).map((finding) => (
              <tr key={`${finding.place} ${finding.path} ${finding.offset} ${finding.type}`}>
                <td>{entityName(finding.type, finding.class, t)}</td>
                <td className="mono">{finding.path ?? finding.place}</td>
                <td>{t(`operator.${finding.operator}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {before === '' ? null : (
        <div className="before-after">
          <div>
            <h2>{t('detail.before')}</h2>
            <pre>{before}</pre>
          </div>
          <div>
            <h2>{t('detail.after')}</h2>
            {body === null ? <p className="quiet">{t('policies.try.nothing')}</p> : <pre>{body}</pre>}
          </div>
        </div>
      )}
    </div>
  )
}
