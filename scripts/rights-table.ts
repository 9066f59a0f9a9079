/** Writes gateway/api/RIGHTS.md, the table of who may ask for what, out of the table that the gate asks. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { mayAsk, type RightsLine, rights } from '../gateway/api/rights.ts'
import { scopeOf } from '../gateway/api/scopes.ts'
import { accountRoles } from '../gateway/core/account/account.ts'
import { roleMeans, roleWords } from '../gateway/core/account/words.ts'

/** The whole page. The same table gives the same page. */
export function rightsPage(): string {
  return [
    introduction,
    ...accountRoles.map((role) => `- **${role}** (${roleWords[role]}): ${roleMeans[role]}`),
    '',
    `| route | scope | ${accountRoles.join(' | ')} |`,
    `| --- | --- | ${accountRoles.map(() => '---').join(' | ')} |`,
    ...rights.map(row),
    '',
  ].join('\n')
}

const introduction = `<!-- Made by scripts/rights-table.ts out of gateway/api/rights.ts: change the table there, not this page. -->
# Who may ask for what

Every route of pages and API, and the roles of accounts that may ask for it over the network; the gate asks this very table, and a
test tries each cell. The access token counts as an owner. *everybody* needs no sign-in; *on the box* is asked over the control
socket alone, by the \`gatehouse\` command, and refused to all roles: it hands out access, secrets or what lies sealed.

*With the right to reveal*: beside the role, the account needs this right, which is given on the box (\`gatehouse user reveal\`); each use asks for a
reason and a fresh second factor, and stands in the ledger. The access token is nobody and reveals nothing.

An API key of an account (\`gatehouse api-key\`) is for one or more *scopes*. By it a program reads the routes of these scopes that the
role of its account may ask for, and nothing else; routes without a scope are for people alone.
`

function row({ method, route, who, reveals }: RightsLine): string {
  const cells = accountRoles.map((role) => {
    if (typeof who === 'string') return who === 'box' ? 'on the box' : who
    if (!mayAsk(role, method, route)) return ''
    return reveals === true ? 'with the right to reveal' : 'yes'
  })
  const scope = typeof who === 'string' ? null : scopeOf(method, route)
  return `| \`${method} ${route}\` | ${scope ?? ''} | ${cells.join(' | ')} |`
}

/** `--write` renews the page; without it the exit code says whether the page is fresh. */
function main(args: readonly string[]): number {
  const file = fileURLToPath(new URL('../gateway/api/RIGHTS.md', import.meta.url))
  if (args.includes('--write')) {
    writeFileSync(file, rightsPage())
    return 0
  }
  if (readFileSync(file, 'utf8') === rightsPage()) return 0
  console.error('gateway/api/RIGHTS.md is stale. Renew it: sh scripts/node scripts/rights-table.ts --write')
  return 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2))
