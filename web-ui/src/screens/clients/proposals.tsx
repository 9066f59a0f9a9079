/** Programs and machines that refuse the office's certificate: what it means, and whether they may pass unread. */
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { acceptProposal, dismissProposal } from '../../api/changes.ts'
import { accountQuery, proposalsQuery } from '../../api/queries.ts'
import { mayChange } from '../../api/roles.ts'
import type { AcceptedProposal, Proposal } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { useClientNames } from '../../parts/client-name.ts'
import { Icon } from '../../parts/icons.tsx'
import { type Deed, useDeeds } from '../../parts/use-deeds.ts'
import { useNow } from '../../parts/use-now.ts'

export function Proposals() {
  const { t } = useI18n()
  const { data } = useQuery(proposalsQuery)
  const { data: account } = useQuery(accountQuery)
  const here = useRef<HTMLHeadingElement>(null)
  const proposals = data?.proposals ?? []
  if (proposals.length === 0) return null
  return (
    <section className="section" aria-labelledby="proposals">
      <h2 id="proposals" ref={here} tabIndex={-1}>
        {t('proposals.title')}
      </h2>
      <ol className="tasks">
        {proposals.map((proposal) => (
          <ProposalItem
            key={proposal.id}
            proposal={proposal}
            mayAnswer={mayChange(account?.role, 'proposals')}
            answered={() => here.current?.focus()}
          />
        ))}
      </ol>
    </section>
  )
}

interface ItemProps {
  proposal: Proposal
  mayAnswer: boolean
  answered(): void
}

function ProposalItem({ proposal, mayAnswer, answered }: ItemProps) {
  const { t, rich, time } = useI18n()
  const now = useNow()
  const clientName = useClientNames()
  const { busy, carryOut } = useDeeds([proposalsQuery.queryKey])
  const { accept, dismiss } = useAnswers(proposal)
  const { client, host, why, refused, left, lastAt } = proposal
  const answer = async <Result,>(deed: Deed<Result>) => {
    if (await carryOut(deed)) answered()
  }
  const names = {
    client: <strong>{clientName(client)}</strong>,
    host: <span className="mono">{host ?? ''}</span>,
  }
  return (
    <li>
      <span className="note">
        <Icon name="note" />
      </span>
      <div>
        <h3 className="plain">{rich(host === null ? 'proposals.machine' : 'proposals.host', names)}</h3>
        <p>{t(`proposals.why.${why}`)}</p>
        <p className="small quiet">
          {t('proposals.signs', { refused, left })} {t('proposals.last', { time: time(lastAt, now) })}
        </p>
        {mayAnswer ? (
          <div className="buttons">
            {host === null ? null : (
              <button
                type="button"
                className="button"
                disabled={busy !== null}
                onClick={() => void answer(accept)}
              >
                {t('proposals.accept')}
              </button>
            )}
            <button
              type="button"
              className="button"
              disabled={busy !== null}
              onClick={() => void answer(dismiss)}
            >
              {t('proposals.dismiss')}
            </button>
          </div>
        ) : (
          <p className="quiet">{t('clients.readOnly')}</p>
        )}
      </div>
    </li>
  )
}

function useAnswers(proposal: Proposal): { accept: Deed<AcceptedProposal>; dismiss: Deed<Proposal> } {
  const { t } = useI18n()
  const name = proposal.host ?? proposal.client
  return {
    accept: {
      name: 'accept',
      run: () => acceptProposal(proposal),
      done: ({ proposal: { correction }, inForce }) => ({
        text: t(inForce ? 'proposals.done.accept' : 'proposals.done.later', { name, id: correction ?? '' }),
      }),
    },
    dismiss: {
      name: 'dismiss',
      run: () => dismissProposal(proposal),
      done: () => ({ text: t('proposals.done.dismiss', { name }) }),
    },
  }
}
