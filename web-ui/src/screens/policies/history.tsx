/** Who published which version when, what became otherwise with it, and the way back to it. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { addressOf, Link, usePlace } from '../../router/router.tsx'
import { historyQuery, type Overview, rollBack, type Version, versionQuery } from './asked.ts'
import { DiffView } from './diff-view.tsx'
import { Trouble } from './trouble.tsx'
import { whoIs } from './words.ts'

export function History({ overview, mayChange }: { overview: Overview; mayChange: boolean }) {
  const { t } = useI18n()
  const { search } = usePlace()
  const before = Number(search.get('before') ?? 0) || null
  const chosen = Number(search.get('version') ?? 0) || null
  const history = useQuery(historyQuery(before))
  return (
    <div className="policies-split" data-open={chosen !== null}>
      <Answered query={history}>
        {({ versions, next }) =>
          versions.length === 0 ? (
            <Empty title={t('policies.history.none')}>
              <p>{t('policies.history.none.hint')}</p>
            </Empty>
          ) : (
            <section aria-label={t('policies.tab.history')}>
              <ol className="versions">
                {versions.map((version, at) => (
                  <VersionItem
                    key={version.id}
                    version={version}
                    isNow={before === null && at === 0 && version.version === overview.version}
                    isChosen={version.id === chosen}
                  />
                ))}
              </ol>
              {next === null ? null : (
                <p>
                  <Link href={addressOf('policies', { view: 'history', before: String(next) })}>
                    {t('live.earlier')}
                  </Link>
                </p>
              )}
            </section>
          )
        }
      </Answered>
      {chosen === null ? null : <Chosen key={chosen} id={chosen} {...{ overview, mayChange }} />}
    </div>
  )
}

function VersionItem({ version, isNow, isChosen }: { version: Version; isNow: boolean; isChosen: boolean }) {
  const { t, dateTime } = useI18n()
  const { id, at, how, actor, actorName, restored } = version
  return (
    <li data-chosen={isChosen}>
      <Link
        href={addressOf('policies', { view: 'history', version: String(id) })}
        aria-current={isChosen ? 'true' : undefined}
      >
        {t('policies.version', { id })}
      </Link>
      <span>
        {t(`policies.how.${how}`, { who: whoIs(actor, actorName, t), restored: restored ?? 0 })}
        {isNow ? <strong className="is-now"> {t('policies.isNow')}</strong> : null}
      </span>
      <time className="quiet" dateTime={new Date(at).toISOString()}>
        {dateTime(at)}
      </time>
    </li>
  )
}

function Chosen({ id, overview, mayChange }: { id: number; overview: Overview; mayChange: boolean }) {
  const { t } = useI18n()
  const client = useQueryClient()
  const version = useQuery(versionQuery(id))
  const back = useMutation({
    mutationFn: rollBack,
    onSettled: () => client.invalidateQueries({ queryKey: ['policy'] }),
  })
  return (
    <aside className="version-side" aria-label={t('policies.version', { id })}>
      <Answered query={version}>
        {({ text, version: mark }) => (
          <>
            <h2>{t('policies.version.compared', { id })}</h2>
            <DiffView older={overview.text} newer={text} label={t('policies.version.compared', { id })} />
            {mayChange && mark !== overview.version ? (
              <Button
                variant="default"
                loading={back.isPending}
                onClick={() => back.mutate({ id, etag: overview.etag })}
              >
                {t('policies.rollBack')}
              </Button>
            ) : null}
            {back.error === null ? null : <Trouble error={back.error} />}
            {back.data === undefined ? null : (
              <p className="done" role="status">
                <Icon name="pass" />{' '}
                {t(back.data.inForce ? 'policies.published' : 'policies.published.waits')}
              </p>
            )}
          </>
        )}
      </Answered>
    </aside>
  )
}
