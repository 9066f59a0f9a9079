/** An office with accounts, sessions, keys, groups in the network and a doctor who found something: typical, or with more of all than anybody likes. */
import type { AccountView } from '../../gateway/core/account/account.ts'
import type { ApiKeyView } from '../../gateway/core/account/api-key.ts'
import { networkOverview } from '../../gateway/core/network/overview.ts'
import type { DoctorCheck } from '../../gateway/ops/doctor.ts'
import { type StandIn, standIn, standInNow } from '../api/stand-in.ts'
import { hostileName } from './watched-office.ts'

const dayMs = 86_400_000

/** The secret of a session by the access token: a form asks for an account where there are any. */
export function signedInTo({ services }: StandIn): string {
  return services.accounts.signIn.byToken('127.0.0.1')
}

export function inhabitedOffice(): StandIn {
  const accounts = [
    account('anna'),
    account('carl', { role: 'contractor', expiresAt: standInNow + 12 * dayMs }),
    account('petra', { role: 'privacy-lead', recoveryCodesLeft: 1 }),
    account('rita', { role: 'auditor', signedInAt: null, state: 'waiting', secondFactor: false }),
    account('wim', { role: 'staff', secondFactor: false, recoveryCodesLeft: 0 }),
    account('zoe', { role: 'staff', state: 'revoked' }),
  ]
  return office(accounts, [key('prometheus'), key('old-report', { state: 'expired', usedOn: null })], checks)
}

/** Long names, and one that tries to be markup; more accounts than fit a page. */
export function crowdedOffice(): StandIn {
  const name = (at: number) => `a-person-with-a-very-long-account-name-${at}`
  const many = Array.from({ length: 60 }, (_, at) => account(name(at), { role: 'privacy-lead' }))
  const scopes = ['accounts', 'authorities', 'clients', 'devices', 'doctor', 'journal', 'ledger', 'metrics']
  const keys = Array.from({ length: 60 }, (_, at) => key(`key-${at}`, { account: name(0), scopes }))
  const more = Array.from({ length: 8 }, (_, at): DoctorCheck => {
    const [id, found] = [`check-${at}`, `${hostileName} ${'/var/lib/gatehouse/data'.repeat(4)} `.repeat(3)]
    return { ...fine, id, state: 'fail', found, meaning: found, todo: found }
  })
  return office([account(hostileName), ...many], keys, [...more, ...checks])
}

function office(accounts: AccountView[], keys: ApiKeyView[], found: readonly DoctorCheck[]): StandIn {
  const made = standIn()
  const { services } = made
  services.health.raise({
    code: 'disk-low',
    title: 'The disk is nearly full',
    hint: 'Make room on the disk, or keep the journal for fewer days.',
    severity: 'act-by',
  })
  const own = services.accounts
  const signedIn = accounts.slice(0, 8).map(({ name, role }, at) => ({
    ...{ id: `00000000000${at}`, account: `000000000000000${at}`, name, role, expiresAt: null },
    ...{ address: `192.168.1.${20 + at}`, openedAt: standInNow - dayMs / 4, seenAt: standInNow - 60_000 },
  }))
  const desk = { ...own.desk, list: () => accounts, sessions: () => [...own.desk.sessions(), ...signedIn] }
  const network = {
    ...services.network,
    seen: () => ({
      rules: 'not-in-force' as const,
      bridged: [{ interface: 'br-lan', family: 'ipv4' as const, by: 'bridge' as const }],
    }),
    overview: () =>
      networkOverview({
        settings: {
          ...{ listenerPort: 8081, way: 'two-port', interfaces: ['eth1', 'br-lan'], machines: [] },
          groups: [
            { name: 'office', networks: [], web: 'intercept', whenDown: 'closed', refuse: ['quic'] },
            { name: 'tills', networks: [], web: 'intercept', whenDown: 'open', refuse: [] },
            { name: 'guests', networks: [], web: 'guest', whenDown: 'closed', refuse: [] },
          ],
          others: { web: 'tunnel', whenDown: 'closed', refuse: [] },
          masquerade: true,
          routing: { mark: 1, table: 1, priority: 1 },
        },
        chosen: { groups: {}, others: { whenDown: 'closed' } },
        rulesAreGone: true,
      }),
  }
  return {
    ...made,
    services: {
      ...services,
      network,
      accounts: { ...own, desk, apiKeys: { ...own.apiKeys, list: () => keys } },
      doctor: async () => found,
    },
  }
}

const fine = {
  ...{ id: 'clock', title: 'Clock', state: 'ok', found: 'The clock is right.' },
  ...{ meaning: 'Times in the journal can be trusted.', todo: '' },
} as const satisfies DoctorCheck

const checks: readonly DoctorCheck[] = [
  {
    ...{ id: 'backup', title: 'Recovery kit', state: 'warn', found: 'Nobody confirmed the recovery kit.' },
    meaning: 'Without it a broken disk takes everything along that was kept.',
    todo: 'Run `gatehouse recovery kit` on the box and keep the sheet in a safe.',
  },
  fine,
  { ...fine, id: 'port-8080', title: 'Port 8080', found: 'The proxy listens.' },
]

function account(name: string, change: Partial<AccountView> = {}): AccountView {
  return {
    ...{ name, role: 'owner', state: 'active', addedAt: standInNow - 90 * dayMs, expiresAt: null },
    ...{ setUpEndsAt: null, secondFactor: true, recoveryCodesLeft: 9, passkeys: 0 },
    signedInAt: standInNow - 3_600_000,
    reveals: false,
    ...change,
  }
}

function key(name: string, change: Partial<ApiKeyView> = {}): ApiKeyView {
  return {
    ...{ name, account: 'anna', scopes: ['metrics'], state: 'active', addedAt: standInNow - dayMs },
    ...{ expiresAt: standInNow + 90 * dayMs, usedOn: '2026-11-22' },
    ...change,
  }
}
