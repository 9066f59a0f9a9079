/** Says on the first screen that proposals wait for an answer. */
import { countOf } from '../core/pages/words.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { ProposalKind } from '../core/proposal/proposal.ts'
import type { ProposalRegister } from '../store/proposal-register.ts'

/** Throws the STORE_ errors. */
export function showOpen(register: ProposalRegister, health: HealthBoard): void {
  const counts = new Map(register.openKinds().map(({ kind, count }) => [kind, count]))
  for (const kind of ['tunnel', 'install-root'] as const) {
    const count = counts.get(kind) ?? 0
    if (count === 0) health.clear(codes[kind])
    else health.raise({ code: codes[kind], severity: 'note', title: titles[kind](count), hint: hints[kind] })
  }
}

const codes: Readonly<Record<ProposalKind, string>> = {
  tunnel: 'CERTIFICATE_REFUSED',
  'install-root': 'ROOT_NOT_INSTALLED',
}

const titles: Readonly<Record<ProposalKind, (count: number) => string>> = {
  tunnel: (count) =>
    `${countOf(count, 'program')} will not work while ${count === 1 ? 'its host is' : 'their hosts are'} looked into.`,
  'install-root': (count) =>
    `${countOf(count, 'machine has', 'machines have')} not installed the office's root.`,
}

const hints: Readonly<Record<ProposalKind, string>> = {
  tunnel: 'See which, and answer: gatehouse proposals. Nothing passes unread until you say so.',
  'install-root':
    "See which: gatehouse proposals. The proxy's own page, opened there, says how to install it.",
}
