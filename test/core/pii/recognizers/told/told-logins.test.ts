/** Promises that who logs in is found in the lines that sshd, sudo, PAM and their kin write, and that sentences are left. */
import { expect, test } from 'vitest'
import { createAnalyzer } from '../../../../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import { findToldByMarks } from '../../../../../gateway/core/pii/recognizers/told/told-marks.ts'
import { shippedAnalysis } from '../../../../support/analysis.ts'
import { run } from '../../../content/support.ts'

const analyzer = createAnalyzer(shippedAnalysis)

function find(text: string): string[] {
  const bytes = Buffer.from(text)
  const out: Finding[] = []
  findToldByMarks({ bytes, start: 0, end: bytes.length }, out)
  return out.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

const lines = [
  'sshd[811]: Accepted password for «bob» from 10.0.0.5 port 52144 ssh2',
  'sshd[811]: Accepted password for user «bob»',
  'sshd[811]: Accepted publickey for «mweber» from 2001:db8::1 port 52144 ssh2: RSA SHA256:x',
  'sshd[811]: Accepted keyboard-interactive/pam for «bob» from 10.0.0.5 port 1 ssh2',
  'sshd[811]: Failed password for invalid user «bob» from 10.0.0.5 port 1 ssh2',
  'sshd[811]: Invalid user «bob.miller7» from 10.0.0.5 port 1',
  'sshd[811]: Connection closed by authenticating user «bob» 10.0.0.5 port 1 [preauth]',
  'sshd[811]: Disconnected from user «bob» 10.0.0.5 port 1',
  'sshd[811]: pam_unix(sshd:session): session opened for user «bob» by (uid=0)',
  'sshd[811]: pam_unix(sshd:session): session opened for user «bob»(uid=1001) by «bob»(uid=0)',
  'sshd[811]: pam_unix(sshd:session): session closed for user «bob»',
  'su: pam_unix(su:session): session opened for user root(uid=0) by «mweber»(uid=1000)',
  'sshd[811]: pam_unix(sshd:auth): authentication failure; logname= uid=0 tty=ssh ruser= rhost=10.0.0.5 user=«bob»',
  'sudo:      «bob» : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/usr/bin/id',
  'Accepted password for user «bob»',
  'auth: Failed password for «bob» from 10.0.0.5 port 22 ssh2\nInvalid user «mweber» from 10.0.0.5 port 1',
  '[sudo] password for «bob»: ',
  'systemd-logind[5]: New session 12 of user «bob».',
]

test.each(lines)('%s', (marked) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `USERNAME ${value}`)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
})

test.each([
  'The session was opened for user testing from 3 offices.',
  'Choose a strong password for user accounts.',
  'Error: invalid user input',
  'invalid user input from 3 forms',
  'A new version of user documentation.',
  'We asked for help from 10 people, and a key for users from Spain.',
  'Accepted password for root from 10.0.0.5 port 22 ssh2',
  'Send the password for Berlin from the office.',
  'call(uid=1) f(uid=2), TTY=pts/0',
])('nothing is found in %j', (text) => {
  expect(find(text)).toEqual([])
})

test('in bodies, in whatever pieces they come', () => {
  const log = `${lines.map((line) => `May 11 10:20:07 host ${line.replace(/[«»]/g, '')}`).join('\n')}\n`
  for (const pieces of [[100_000], [1], [13]]) {
    const { questions } = run(log.repeat(12), { format: 'text', analyzer, pieces })
    const names = questions.filter(({ type }) => type === 'USERNAME').map(({ value }) => value)
    expect(names.length).toBeGreaterThanOrEqual(16 * 12)
    expect(new Set(names)).toEqual(new Set(['bob', 'mweber', 'bob.miller7']))
  }
})
