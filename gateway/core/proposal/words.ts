/** Says of a proposal, in words for an owner, what happened, what it means, and what an answer does. */
import { countOf, listOf } from '../pages/words.ts'
import type { Proposal } from './proposal.ts'

export interface ProposalWords {
  happened: string
  meaning: string
  /** What to do; '' once it was answered. */
  todo: string
}

export function proposalWords(proposal: Proposal): ProposalWords {
  return {
    happened: happenedTo(proposal),
    meaning: meanings[proposal.why],
    todo: proposal.state === 'open' ? todoOf(proposal) : '',
  }
}

function happenedTo({ client, host, refused, left, why }: Proposal): string {
  const times = listOf([
    ...(refused > 0 ? [`refused the office's certificate ${countOf(refused, 'time')}`] : []),
    ...(left > 0 ? [`left ${countOf(left, 'time')} without a word as soon as it had seen it`] : []),
  ])
  if (host === null) return `The machine ${client} ${times}, on several unlike sites, and takes it nowhere.`
  const others = { pinned: ', while other connections of it work', 'own-list': ', while others to it work' }
  return `${client} ${times} for ${host}${why === 'pinned' || why === 'own-list' ? others[why] : ''}.`
}

const meanings: Readonly<Record<Proposal['why'], string>> = {
  pinned:
    "An app there trusts only its own maker's certificates. It does not work while this host is looked into.",
  'own-list':
    'A program there has a list of roots of its own, as Python, Java and Node have, or trusts only its maker. It does not work while this host is looked into; a browser beside it does.',
  'only-this':
    "It speaks to nobody else, so nobody can tell: either it trusts only its own maker's certificates, or the office's root is missing on it.",
  'no-root':
    "The office's root was not installed on this machine, or its apps do not look at what is installed, or its clock is wrong. Nothing that is looked into works there.",
}

function todoOf({ id, client, host, why }: Proposal): string {
  const answers = `gatehouse proposals accept ${id} lets connections of ${client} to ${host ?? ''} pass unread, journaled by name and bytes; gatehouse proposals dismiss ${id} leaves all as it is and says no more of it.`
  switch (why) {
    case 'pinned':
      return answers
    case 'own-list':
      return `Give the program the office's root if it takes one. Otherwise: ${answers} Accepted, what others there send to this host is read no more either.`
    case 'only-this':
      return `Install the office's root there if it takes one. Otherwise: ${answers}`
    case 'no-root':
      return `Install the office's root on it: the proxy's own page, opened there, says how, system by system. This goes away once it works; gatehouse proposals dismiss ${id} says no more of it.`
  }
}
