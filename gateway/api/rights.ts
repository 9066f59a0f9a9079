/** Says who may ask for which route: the one table that the gate asks, that the docs print, and that a test tries cell by cell. */
import { type AccountRole, accountRoles } from '../core/account/account.ts'

/** `everybody`, nobody having to sign in; `box`: only over the control socket; else these roles. The access token counts as an owner. */
export type Right = 'everybody' | 'box' | readonly AccountRole[]

export interface RightsLine {
  method: 'GET' | 'POST' | 'DELETE'
  /** As the router knows it: `/api/v1/devices/:name`. */
  route: string
  who: Right
  /** Shows personal data: beside the role it needs the account's right to reveal, a reason, and a fresh second factor. */
  reveals?: true
}

/** What happened today and why, and how a client is set up. */
const readers: Right = ['owner', 'contractor', 'privacy-lead', 'auditor']
/** How box, devices and machines are. */
const operators: Right = ['owner', 'contractor', 'auditor']
/** What is kept of people, and what was destroyed. */
const keepers: Right = ['owner', 'privacy-lead', 'auditor']
/** Who has access. */
const overseers: Right = ['owner', 'auditor']
/**
 * Changes. Nobody changes what they may not read, and auditor and staff change nothing. What nobody can take
 * back, as a sweep's destroying, is the owner's alone.
 */
const runners: Right = ['owner', 'contractor']
const answerers: Right = ['owner', 'contractor', 'privacy-lead']
const holders: Right = ['owner', 'privacy-lead']
const owners: Right = ['owner']
/** Everybody's own account, and nobody else's. */
const own: Right = accountRoles

const api = '/api/v1'

export const rights: readonly RightsLine[] = [
  ...lines('GET', 'everybody', ['/healthz', '/login', '/account/setup', '/app', '/app/*', `${api}/session`]),
  ...lines('POST', 'everybody', [
    ...['/login', '/login/account', '/login/code', '/logout'],
    ...['/account/setup', '/account/setup/finish', `${api}/enrolment`],
    ...[`${api}/session`, `${api}/session/code`, `${api}/session/token`],
    ...[`${api}/session/passkey`, `${api}/session/passkey/challenge`],
  ]),
  ...lines('DELETE', 'everybody', [`${api}/session`]),
  ...lines('GET', own, [
    '/account',
    ...below(['account', 'account/sessions', 'account/api-keys', 'account/passkeys']),
  ]),
  ...lines('POST', own, [
    ...['/account/sessions/end', `${api}/account/sessions/:id/end`],
    ...below(['account/passkeys', 'account/passkeys/challenge', 'account/passkeys/:id/remove']),
    ...below(['account/proof', 'account/proof/challenge']),
  ]),
  ...lines('GET', readers, [
    ...['/', '/setup'],
    ...below([
      'status',
      'health',
      'openapi.json',
      'trackers',
      'proposals',
      'proposals/:id',
      'incidents',
      'incidents/:id',
    ]),
    ...below(['reviews', 'reviews/:id']),
    ...below(['journal', 'journal/totals', 'journal/:id', 'journal/stream', 'authorities']),
    ...below(['authorities/bundle.pem', 'authorities/interception.der', 'authorities/office.der']),
    ...below(['setup/checks', 'setup/recipes', 'setup/pac', 'setup/wpad', 'setup/firefox-policies.json']),
    ...below(['setup/gatehouse.mobileconfig', 'network', 'network/protocols', 'coverage']),
    ...below(['policy', 'policy/history', 'policy/history/:id']),
  ]),
  ...lines('GET', operators, [
    '/metrics',
    ...below([
      'doctor',
      'devices',
      'devices/:name',
      'devices/:name/telemetry',
      'telemetry',
      'clients',
      'clients/:id',
    ]),
    ...below(['proxy/users']),
  ]),
  ...lines('GET', keepers, [
    ...below(['originals', 'originals/:id', 'tokens', 'holds', 'holds/:id', 'vault', 'vault/totals']),
    ...below(['sweeps', 'sweeps/plan', 'sweeps/:id', 'sweeps/:id/proof']),
    ...below(['ledger', 'ledger/verify', 'ledger/key', 'ledger/export']),
  ]),
  ...lines('GET', overseers, below(['accounts', 'sessions', 'api-keys'])),
  ...lines('POST', runners, [
    ...below(['clients/name', 'clients/group', 'clients/guest', 'clients/quarantine', 'clients/release']),
    ...below([
      'clients/find',
      'clients/forget',
      'clients/counted',
      'proposals/:id/accept',
      'proposals/:id/dismiss',
    ]),
    ...below(['incidents/:id/close', 'devices/:name/revoke', 'trackers/test', 'reload']),
    ...below(['policy/check', 'policy/test', 'policy/replay', 'policy/draft', 'policy/draft/discard']),
    ...below(['policy/publish', 'policy/history/:id/restore']),
  ]),
  ...lines('POST', answerers, below(['reviews/:id/answer', 'reviews/:id/end', 'incidents/:id/acknowledge'])),
  ...lines('POST', holders, below(['holds', 'holds/:id/release'])),
  ...lines('POST', holders, below(['tokens/:code/lookup'])).map((line) => ({
    ...line,
    reveals: true as const,
  })),
  ...lines('POST', owners, [
    ...below(['sweeps']),
    // Taking access away hands out nothing, and must not wait for somebody at the box.
    ...below(['accounts/:name/revoke', 'sessions/:id/end', 'api-keys/:name/revoke']),
  ]),
  // What hands out a secret, what lay sealed, or access stays on the box: a session that was stolen, or a browser left open,
  // must not become a key, a recording or another account.
  ...lines('POST', 'box', [
    ...below(['accounts/:name', 'accounts/:name/reset', 'accounts/:name/reveal', 'api-keys/:name']),
    ...below(['proxy/users/:name', 'proxy/users/:name/password', 'proxy/users/:name/remove']),
    ...below(['devices/:name', 'devices/:name/keys', 'authorities/:kind/rotate']),
    ...below(['originals/:id/take', 'originals/:id/resend', 'originals/purge']),
    ...below(['tokens/purge', 'tokens/trace']),
    ...below(['vault/:id/content', 'vault/:id/export']),
    // Nothing in the pages asks for these yet.
    ...below(['incidents/test-webhook', 'ledger/checkpoint']),
  ]),
]

const byRoute = new Map(rights.map((line) => [`${line.method} ${line.route}`, line.who]))

/** Null where the table has no line: then nobody may. */
export function rightTo(method: string, route: string): Right | null {
  return byRoute.get(`${method === 'HEAD' ? 'GET' : method} ${route}`) ?? null
}

export function mayAsk(role: AccountRole, method: string, route: string): boolean {
  const right = rightTo(method, route)
  return right === 'everybody' || (Array.isArray(right) && right.includes(role))
}

function lines(method: RightsLine['method'], who: Right, routes: readonly string[]): RightsLine[] {
  return routes.map((route) => ({ method, route, who }))
}

function below(paths: readonly string[]): string[] {
  return paths.map((path) => `${api}/${path}`)
}
